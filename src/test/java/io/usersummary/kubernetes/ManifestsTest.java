package io.usersummary.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No cluster can be had here: the manifests are held to the models of Kubernetes and Strimzi. */
class ManifestsTest {

    private static final Path BASE = Path.of("src", "kubernetes", "base");
    private static final Path STRIMZI = Path.of("src", "kubernetes", "strimzi");

    @Test
    void everyFieldOfEveryManifestIsOneThatKubernetesOrStrimziKnows() throws Exception {
        List<String> unknown = new ArrayList<>();
        int documents = 0;
        for (Path file : yamls(BASE, STRIMZI)) {
            for (JsonNode document : Manifest.read(file)) {
                if (!document.get("kind").asText().equals("Kustomization")) {
                    unknown.addAll(Manifest.of(document, file.toString()).unknownFields());
                    documents++;
                }
            }
        }
        assertEquals(List.of(), unknown);
        assertTrue(documents >= 10, documents + " documents");
    }

    @Test
    void aMisspeltFieldIsFoundHoweverDeepItIs() throws Exception {
        String text =
                Files.readString(BASE.resolve("statefulset.yaml"))
                        .replace("readOnlyRootFilesystem", "readonlyRootFilesystem")
                        .replace("podManagementPolicy", "podManagmentPolicy");
        assertEquals(
                Set.of("readonlyRootFilesystem", "podManagmentPolicy"),
                Manifest.of(Manifest.parse(text), "it").unknownFields().stream()
                        .map(field -> field.substring(field.lastIndexOf('.') + 1))
                        .collect(Collectors.toSet()));
        String user =
                Files.readString(STRIMZI.resolve("kafkauser.yaml"))
                        .replace("patternType", "paternType");
        assertEquals(4, Manifest.of(Manifest.parse(user), "it").unknownFields().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "strimzi"})
    void kustomizationsNameEveryFileBesideThem(String name) throws Exception {
        Path directory = Path.of("src", "kubernetes", name);
        JsonNode all = Manifest.read(directory.resolve("kustomization.yaml")).get(0);
        Set<String> known =
                Set.of(
                        "apiVersion",
                        "kind",
                        "resources",
                        "labels",
                        "images",
                        "patches",
                        "configMapGenerator");
        Set<String> fields = new TreeSet<>();
        all.fieldNames().forEachRemaining(fields::add);
        fields.removeAll(known);
        assertEquals(Set.of(), fields);

        Set<String> named = new TreeSet<>();
        all.get("resources").forEach(resource -> named.add(resource.asText()));
        all.path("patches").forEach(patch -> named.add(patch.get("path").asText()));
        all.get("configMapGenerator").get(0).get("files").forEach(f -> named.add(f.asText()));
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString()).forEach(there::add);
        }
        there.remove("kustomization.yaml");
        named.remove("../base");
        assertEquals(there, named);
    }

    @Test
    void whatSelectsThePodsSelectsThem() throws Exception {
        StatefulSet set = statefulSet();
        Map<String, String> labels = set.getSpec().getTemplate().getMetadata().getLabels();
        Service service =
                (Service)
                        Manifest.of(Manifest.read(BASE.resolve("service.yaml")).get(0), "").model();
        assertEquals(labels, set.getSpec().getSelector().getMatchLabels());
        assertEquals(labels, service.getSpec().getSelector());
        assertEquals(set.getSpec().getServiceName(), service.getMetadata().getName());
        for (String file : new String[] {"poddisruptionbudget.yaml", "networkpolicy.yaml"}) {
            JsonNode spec = Manifest.read(BASE.resolve(file)).get(0).get("spec");
            JsonNode selector =
                    spec.has("selector") ? spec.get("selector") : spec.get("podSelector");
            assertEquals(
                    labels.get("app.kubernetes.io/name"),
                    selector.get("matchLabels").get("app.kubernetes.io/name").asText(),
                    file);
        }
    }

    @Test
    void everyMountHasItsVolumeAndEveryProbeItsPort() throws Exception {
        StatefulSet set = statefulSet();
        Container container = set.getSpec().getTemplate().getSpec().getContainers().get(0);
        Set<String> volumes =
                set.getSpec().getTemplate().getSpec().getVolumes().stream()
                        .map(volume -> volume.getName())
                        .collect(Collectors.toSet());
        assertEquals(
                volumes,
                container.getVolumeMounts().stream()
                        .map(mount -> mount.getName())
                        .collect(Collectors.toSet()));
        String port = container.getPorts().get(0).getName();
        for (var probe :
                List.of(
                        container.getStartupProbe(),
                        container.getLivenessProbe(),
                        container.getReadinessProbe())) {
            assertEquals(port, probe.getHttpGet().getPort().getStrVal());
        }
    }

    @Test
    void theCertificatesAreMountedWhereTheSettingsLookForThem() throws Exception {
        Properties settings = new Properties();
        settings.load(Files.newBufferedReader(STRIMZI.resolve("application.properties")));
        StatefulSet patch =
                (StatefulSet)
                        Manifest.of(Manifest.read(STRIMZI.resolve("certificates.yaml")).get(0), "")
                                .model();
        Set<String> mounted =
                patch
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getVolumeMounts()
                        .stream()
                        .map(mount -> mount.getMountPath())
                        .collect(Collectors.toSet());
        List<String> files =
                settings.values().stream()
                        .map(Object::toString)
                        .filter(value -> value.startsWith("/etc/"))
                        .toList();
        assertEquals(3, files.size());
        for (String file : files) {
            assertTrue(mounted.contains(Path.of(file).getParent().toString()), file);
        }
    }

    private static StatefulSet statefulSet() throws IOException {
        return (StatefulSet)
                Manifest.of(Manifest.read(BASE.resolve("statefulset.yaml")).get(0), "").model();
    }

    private static List<Path> yamls(Path... directories) throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path directory : directories) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.toString().endsWith(".yaml")).forEach(all::add);
            }
        }
        return all;
    }
}
