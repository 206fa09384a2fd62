package io.usersummary.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ForecastTest {

    private final Forecast forecast = new Forecast();

    @Test
    void nobodyIsExpectedWhereNothingWasRead() {
        assertEquals(0, forecast.users(0, 0, 1_000));
    }

    @Test
    void aRecordAUserGoesOnLikeThat() {
        assertEquals(1_000, forecast.users(100, 100, 1_000));
    }

    @Test
    void whatCameLastSaysWhatComes() {
        forecast.users(100, 100, 1_000);
        assertEquals(150 + 400, forecast.users(150, 200, 1_000));
        assertEquals(150, forecast.users(150, 300, 1_000));
    }

    @Test
    void aLookBetweenTwoPollsChangesNothing() {
        forecast.users(50, 100, 1_000);
        assertEquals(50 + 450, forecast.users(50, 100, 1_000));
    }

    @Test
    void usersOfRecordsThatAreNotCountedAsReadYetAreNoMoreThanThese() {
        assertEquals(300 + 900, forecast.users(300, 100, 1_000));
    }

    @Test
    void moreThanThereWasToReadIsTheEnd() {
        assertEquals(1_100, forecast.users(1_100, 1_100, 1_000));
    }
}
