package io.usersummary.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One document of a manifest, as the model of its kind. */
record Manifest(String file, Object model) {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final Map<String, Class<?>> MODELS =
            Map.of(
                    "v1 Service", Service.class,
                    "v1 ServiceAccount", ServiceAccount.class,
                    "apps/v1 StatefulSet", StatefulSet.class,
                    "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
                    "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
                    "kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class,
                    "kafka.strimzi.io/v1 KafkaUser", KafkaUser.class);

    static List<JsonNode> read(Path file) throws IOException {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            return documents.readAll();
        }
    }

    static JsonNode parse(String text) throws JsonProcessingException {
        return YAML.readTree(text);
    }

    /** A value of the wrong type is refused by the model itself. */
    static Manifest of(JsonNode document, String file) throws JsonProcessingException {
        String kind = document.get("apiVersion").asText() + " " + document.get("kind").asText();
        Class<?> model = MODELS.get(kind);
        if (model == null) {
            throw new IllegalArgumentException(file + ": no model for " + kind);
        }
        return new Manifest(file, YAML.treeToValue(document, model));
    }

    /** The models keep what they do not know apart; Kubernetes would drop or refuse it. */
    List<String> unknownFields() throws ReflectiveOperationException {
        List<String> unknown = new ArrayList<>();
        look(model, file, Collections.newSetFromMap(new IdentityHashMap<>()), unknown);
        return unknown;
    }

    private static void look(Object value, String path, Set<Object> seen, List<String> unknown)
            throws ReflectiveOperationException {
        if (value == null || !seen.add(value)) {
            return;
        }
        if (value instanceof Collection<?> elements) {
            for (Object element : elements) {
                look(element, path, seen, unknown);
            }
        } else if (isModel(value)) {
            for (Method getter : value.getClass().getMethods()) {
                if (isGetter(getter)) {
                    Object field = getter.invoke(value);
                    String name = path + "." + getter.getName().substring(3);
                    if (getter.getName().equals("getAdditionalProperties") && field != null) {
                        ((Map<?, ?>) field).keySet().forEach(key -> unknown.add(path + "." + key));
                    } else {
                        look(field, name, seen, unknown);
                    }
                }
            }
        }
    }

    private static boolean isModel(Object value) {
        String name = value.getClass().getName();
        return !value.getClass().isEnum()
                && (name.startsWith("io.fabric8.kubernetes.api.model.")
                        || name.startsWith("io.strimzi.api.kafka.model."));
    }

    private static boolean isGetter(Method method) {
        return method.getName().startsWith("get")
                && method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class;
    }
}
