package io.usersummary.web;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the page's files get to a browser: small, and once. */
@QuarkusTest
@TestProfile(WebOnly.class)
class PageFilesTest {

    private static final Path SOURCES = Path.of("src/main/resources/META-INF/resources");

    @Test
    void everyFileOfThePageIsServed() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            TreeSet<String> names =
                    files.filter(Files::isRegularFile)
                            .map(file -> SOURCES.relativize(file).toString())
                            .filter(name -> !name.equals("index.html"))
                            .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(names, new TreeSet<>(PageFiles.ALL));
        }
    }

    @Test
    void aFileIsKeptByTheBrowserUntilOneOfThemChanges() {
        for (String name : PageFiles.ALL) {
            when().get("/v/" + version() + "/" + name)
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", containsString("immutable"));
        }
        when().get("/").then().statusCode(200).header("Cache-Control", equalTo("no-store"));
        when().get("/v/0000000000000000/app.css")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"));
        when().get("/v/" + version() + "/nothing.js").then().statusCode(404);
    }

    @Test
    void filesAreCompressedForWhoeverCanReadThat() throws IOException {
        String script = "/v/" + version() + "/js/users.js";
        Response small =
                given().config(
                                RestAssured.config()
                                        .decoderConfig(
                                                DecoderConfig.decoderConfig().noContentDecoders()))
                        .header("Accept-Encoding", "gzip")
                        .get(script);
        assertEquals("gzip", small.header("Content-Encoding"));
        String plain = given().header("Accept-Encoding", "gzip;q=0").get(script).asString();
        assertEquals(Files.readString(SOURCES.resolve("js/users.js")), plain);
        long whole = Files.size(SOURCES.resolve("js/users.js"));
        assertTrue(small.asByteArray().length < whole / 2, small.asByteArray().length + " bytes");
    }

    @Test
    void theApiIsNotCompressed() {
        given().header("Accept-Encoding", "gzip")
                .accept("text/csv")
                .get("/api/summaries")
                .then()
                .statusCode(200)
                .header("Content-Encoding", nullValue());
    }

    private static String version() {
        Matcher version =
                Pattern.compile("v/([0-9a-f]{16})/js/app.js").matcher(when().get("/").asString());
        assertTrue(version.find(), "the page names its files by version");
        return version.group(1);
    }
}
