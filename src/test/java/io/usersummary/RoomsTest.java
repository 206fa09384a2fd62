package io.usersummary;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may import whom. A room imports from rooms further down only, so there is no circle, and the
 * ground floor knows no framework.
 */
class RoomsTest {

    private static final String BASE = "io.usersummary";

    private static final Map<String, String> MAY_IMPORT = new LinkedHashMap<>();

    static {
        //   room       may import
        room(
                "streams",
                "web query state processor topics connector settings event summary json rate");
        room("web", "query state processor topics connector settings event summary rate");
        room("state", "processor topics connector settings summary json rate");
        room("query", "summary");
        room("replay", "processor topics connector event");
        room("dev", "topics");
        room("generator", "topics settings event");
        room("processor", "connector settings event summary json rate");
        room("topics", "connector settings rate");
        room("connector", "rate");
        room("settings", "event");
        room("event", "json");
        room("summary", "json");
        room("json", "");
        room("rate", "");
    }

    /** Without Quarkus, Kafka or Mutiny; to be tested by properties, and used by another engine. */
    private static final Set<String> CORE = Set.of("query", "event", "summary", "json", "rate");

    private static final JavaClasses MAIN =
            new ClassFileImporter().importPath(Path.of("target", "classes"));

    private static void room(String name, String mayImport) {
        MAY_IMPORT.put(name, mayImport);
    }

    private static String[] packages(String rooms) {
        return rooms.isEmpty()
                ? new String[0]
                : List.of(rooms.split(" ")).stream()
                        .map(room -> BASE + "." + room + "..")
                        .toArray(String[]::new);
    }

    @TestFactory
    List<DynamicTest> everyRoomImportsOnlyWhatTheTableSays() {
        List<DynamicTest> tests = new ArrayList<>();
        Map<String, String> rooms = new LinkedHashMap<>(MAY_IMPORT);
        rooms.keySet().retainAll(existing());
        rooms.forEach(
                (room, others) ->
                        tests.add(
                                DynamicTest.dynamicTest(
                                        room + " -> " + others, () -> check(room, others))));
        return tests;
    }

    private static void check(String room, String others) {
        classes()
                .that()
                .resideInAPackage(BASE + "." + room + "..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(packages(others))
                                .or(resideInAPackage(BASE + "." + room + ".."))
                                .or(resideInAPackage(BASE + "..").negate()))
                .check(MAIN);
    }

    @Test
    void theTableGoesDownwardsOnlyAndNamesEveryRoom() {
        List<String> rooms = List.copyOf(MAY_IMPORT.keySet());
        MAY_IMPORT.forEach(
                (room, others) -> {
                    for (String other : packages(others)) {
                        String name = other.substring(BASE.length() + 1, other.length() - 2);
                        assertTrue(
                                rooms.indexOf(name) > rooms.indexOf(room),
                                room + " imports upwards: " + name);
                    }
                });
        Set<String> existing = existing();
        Set<String> named = new TreeSet<>(rooms);
        // The second engine is in its own build only: -Pstreams.
        named.removeIf(room -> room.equals("streams") && !existing.contains(room));
        assertEquals(existing, named);
    }

    private static Set<String> existing() {
        return MAIN.stream()
                .map(type -> type.getPackageName().substring(BASE.length() + 1))
                .map(path -> path.split("\\.")[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theCoreKnowsNoFramework() {
        classes()
                .that()
                .resideInAnyPackage(packages(String.join(" ", CORE)))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "javax.crypto..", BASE + "..")
                .check(MAIN);
    }
}
