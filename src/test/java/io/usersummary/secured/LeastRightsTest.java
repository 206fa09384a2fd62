package io.usersummary.secured;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.usersummary.secured.SecuredKafka.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rights with which the tests run are those that documents and manifests give. */
class LeastRightsTest {

    private static final Pattern COMMAND =
            Pattern.compile(
                    "kafka-acls\\.sh .*--allow-principal User:summary((?: --operation \\w+)+)"
                            + " --(topic|group) (\\S+)");
    private static final Pattern OPERATION = Pattern.compile("--operation (\\w+)");

    private final Set<String> tested =
            Right.LEAST.stream()
                    .map(right -> right.toString().toUpperCase(Locale.ROOT))
                    .collect(Collectors.toCollection(TreeSet::new));

    @Test
    void theCommandsInTheDocumentsGiveTheLeastRights() throws IOException {
        Set<String> documented = new TreeSet<>();
        Matcher command = COMMAND.matcher(Files.readString(Path.of("src/docs/security.md")));
        while (command.find()) {
            Matcher operation = OPERATION.matcher(command.group(1));
            while (operation.find()) {
                documented.add(
                        (operation.group(1) + " " + command.group(2) + " " + command.group(3))
                                .toUpperCase(Locale.ROOT));
            }
        }
        assertEquals(tested, documented);
    }

    @Test
    void theUserOfTheManifestsHasTheLeastRights() throws IOException {
        Set<String> given = new TreeSet<>();
        JsonNode user =
                new ObjectMapper(new YAMLFactory())
                        .readTree(Path.of("src/kubernetes/strimzi/kafkauser.yaml").toFile());
        for (JsonNode acl : user.get("spec").get("authorization").get("acls")) {
            JsonNode resource = acl.get("resource");
            for (JsonNode operation : acl.get("operations")) {
                given.add(
                        (operation.asText()
                                        + " "
                                        + resource.get("type").asText()
                                        + " "
                                        + resource.get("name").asText())
                                .toUpperCase(Locale.ROOT));
            }
        }
        assertEquals(tested, given);
    }
}
