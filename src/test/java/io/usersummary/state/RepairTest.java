package io.usersummary.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.usersummary.processor.BatchProgress;
import io.usersummary.summary.SummaryTable;
import io.usersummary.topics.TopicsSettings;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepairTest {

    /** What another instance publishes shows nowhere but in the table. */
    @Test
    void everyRoundLooksWhetherWhatWasRefusedIsPublishedByNow() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        BatchProgress progress =
                new BatchProgress() {
                    @Override
                    public long lastDurableBatch() {
                        return 0;
                    }

                    @Override
                    public boolean isAnyRefused() {
                        return true;
                    }

                    @Override
                    public void recheckRefused() {
                        looks.incrementAndGet();
                    }
                };
        TopicsSettings topics =
                new SmallRyeConfigBuilder()
                        .withMapping(TopicsSettings.class)
                        .build()
                        .getConfigMapping(TopicsSettings.class);

        new Repair(new SummaryTable(), progress, null, null, null, topics).round();

        assertEquals(1, looks.get());
    }
}
