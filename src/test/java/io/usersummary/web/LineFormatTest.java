package io.usersummary.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.usersummary.summary.Summary;
import io.vertx.core.buffer.Buffer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineFormatTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            delimiter = '|',
            value = {
                "j1|j1",
                "a b|a b",
                "a,b|^\"a,b\"^",
                "say \"hi\"|^\"say \"\"hi\"\"\"^",
                "a;=1|^\"a;=1\"^",
                "=1+1|'=1+1",
                "+1|'+1",
                "-1|'-1",
                "@SUM(A1)|'@SUM(A1)",
                "'x|''x",
                "\uFF1D1|'\uFF1D1",
                "=\"a\",1|^\"'=\"\"a\"\",1\"^"
            })
    void anIdIsQuotedWhereNeededAndNeverAFormula(String userId, String cell) {
        assertEquals(cell, LineFormat.cell(userId));
    }

    @Test
    void lineBreaksStayInsideTheirCell() {
        assertEquals("\"a\nb\"", LineFormat.cell("a\nb"));
        assertEquals("\"'\ra\"", LineFormat.cell("\ra"));
        assertEquals("\"'\ta\"", LineFormat.cell("\ta"));
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.strings()
                .withChars("=+-@'\",;\t\r\na\u00e9 \uFF1D".toCharArray())
                .ofMinLength(1)
                .ofMaxLength(8);
    }

    @Property
    void anyIdCanBeHadBack(@ForAll("hostile") String userId) {
        Buffer line = Buffer.buffer();
        LineFormat.CSV.append(line, Summary.of(userId, 5, 7));
        String text = line.toString();
        assertEquals(",5,7\r\n", text.substring(text.length() - 6));
        String cell = text.substring(0, text.length() - 6);
        if (cell.startsWith("\"")) {
            cell = cell.substring(1, cell.length() - 1);
            assertFalse(cell.replace("\"\"", "").contains("\""), cell);
            cell = cell.replace("\"\"", "\"");
        } else {
            assertFalse(cell.matches("(?s).*[\",\r\n].*"), cell);
        }
        assertEquals(userId, cell.startsWith("'") ? cell.substring(1) : cell);
    }
}
