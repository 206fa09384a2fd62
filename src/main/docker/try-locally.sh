#!/bin/bash
# Shows the container images at work without any image registry: makes a base image (Debian's JRE),
# a broker image (Apache Kafka's jars) and the image of the service, runs broker and service on a
# network of their own, feeds nine events, expects three summaries, opens the page, cleans up.
#
#   src/main/docker/try-locally.sh          needs Docker, debootstrap (root or sudo), curl and a JDK
#   KEEP=1 src/main/docker/try-locally.sh   leaves the images, for the next run or for compose.yaml
set -euo pipefail

cd "$(dirname "$0")/../../.."
base='user-summary-base-jre:local'
broker='user-summary-broker:local'
service='user-summary:local'
run=user-summary-try-$$
work=$(mktemp -d)
made=()

say() { printf '\n== %s\n' "$*"; }
fail() {
    docker logs --tail 40 "$run-service" 2>&1 | grep -v '^Error' >&2 || true
    printf '\ntry-locally: %s\n' "$*" >&2
    exit 1
}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
exists() { docker image inspect "$1" >/dev/null 2>&1; }

clean_up() {
    status=$?
    trap - EXIT
    docker rm -f -v "$run-service" "$run-broker" >/dev/null 2>&1 || true
    docker network rm "$run" >/dev/null 2>&1 || true
    if [ "${KEEP:-}" = '' ] && [ ${#made[@]} -gt 0 ]; then
        docker image rm "${made[@]}" >/dev/null 2>&1 || true
    fi
    as_root rm -rf "$work"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# Tries a command every half second until it succeeds; gives up after a number of seconds.
await() {
    local seconds=$1 what=$2
    shift 2
    local deadline=$((SECONDS + seconds))
    until "$@" >/dev/null 2>&1; do
        [ "$(docker inspect -f '{{.State.Running}}' "$run-service")" = true ] ||
            fail 'the service ended; the end of its log is above'
        [ $SECONDS -lt $deadline ] || fail "no $what within $seconds s"
        sleep 0.5
    done
}

for tool in docker debootstrap curl tar; do
    command -v "$tool" >/dev/null || [ -x "/usr/sbin/$tool" ] || fail "$tool is needed and not installed"
done
docker info >/dev/null 2>&1 || fail 'no Docker engine answers: start it, or set DOCKER_HOST'

make_base() {
    # The cut is what a JRE does not need: documentation and downloaded packages.
    PATH=$PATH:/usr/sbin as_root debootstrap --variant=minbase --include=openjdk-17-jre-headless \
        "${DEBIAN_RELEASE:-bookworm}" "$work/root" >"$work/debootstrap.log" 2>&1 ||
        fail "debootstrap failed: $(tail -n 3 "$work/debootstrap.log")"
    as_root tar -C "$work/root" --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' \
        --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' -c . |
        docker import --change 'ENV PATH=/usr/local/bin:/usr/bin:/bin' - "$base" >/dev/null
    made+=("$base")
}

make_broker() {
    local platform
    platform=$(sed -n 's:.*<quarkus.platform.version>\(.*\)</quarkus.platform.version>.*:\1:p' pom.xml)
    # The tools are not in the platform's BOM: they are taken in the version of its Kafka client.
    ./mvnw -q -f src/main/docker/broker/pom.xml dependency:copy-dependencies \
        -Dquarkus.platform.version="$platform" -Dkafka.version="$(kafka_version)" \
        -DoutputDirectory="$work/kafka/libs"
    mkdir -p "$work/kafka/bin" "$work/dev-services" "$work/data"
    install -m 755 src/main/docker/broker/run.sh "$work/kafka/run.sh"
    install -m 755 src/main/docker/broker/dev-services.sh "$work/dev-services/kafka"
    for name in kafka-topics kafka-console-producer kafka-console-consumer; do
        install -m 755 src/main/docker/broker/tool.sh "$work/kafka/bin/$name.sh"
    done
    docker create --name "$run-broker" --user 0 "$base" bash -c '
        ln -sf bash /bin/sh
        mkdir -p /var/lib/kafka/data
        chown -R 1000:1000 /opt/kafka /work /var/lib/kafka/data' >/dev/null
    docker cp "$work/kafka" "$run-broker:/opt/kafka" >/dev/null
    docker cp "$work/dev-services" "$run-broker:/work" >/dev/null
    docker start -a "$run-broker"
    docker commit --change 'USER 1000' --change 'WORKDIR /work' --change 'EXPOSE 9092' \
        --change 'CMD ["/opt/kafka/run.sh"]' "$run-broker" "$broker" >/dev/null
    docker rm "$run-broker" >/dev/null
    made+=("$broker")
}

kafka_version() {
    ./mvnw -q dependency:list -DincludeArtifactIds=kafka-clients \
        -DoutputFile="$work/clients" >&2
    sed -n 's/.*:kafka-clients:jar:\([^:]*\):.*/\1/p' "$work/clients"
}

make_service() {
    # Not listed in "made" when it was there before: a user's own image is not ours to remove.
    exists "$service" || made+=("$service")
    ./mvnw -q -DskipTests package -Dquarkus.container-image.build=true \
        -Dquarkus.container-image.image="$service" -Dquarkus.container-image.additional-tags= \
        -Dquarkus.jib.base-jvm-image="docker://$base"
}

exists "$base" || { say "Base image $base from Debian's JRE"; make_base; }
exists "$broker" || { say "Broker image $broker from Apache Kafka's jars"; make_broker; }
say "Image $service of the service, on $base"
make_service

say 'Broker and service on one network'
docker network create "$run" >/dev/null
docker run -d --name "$run-broker" --network "$run" --network-alias kafka \
    -e KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://kafka:9092 "$broker" >/dev/null
# Loopback only: DASHBOARD_PUBLIC lets everyone look who reaches the port.
docker run -d --name "$run-service" --network "$run" --read-only --tmpfs /tmp \
    -e KAFKA_BOOTSTRAP_SERVERS=kafka:9092 -e DASHBOARD_PUBLIC=true \
    -p 127.0.0.1::8080 "$service" >/dev/null
url=http://$(docker port "$run-service" 8080/tcp | head -n 1)
await 90 "readiness at $url/q/health/ready" curl -fsS "$url/q/health/ready"
user=$(docker exec "$run-service" id -u)
[ "$user" != 0 ] || fail 'the service runs as root'

say 'Nine events in'
now=$(date +%s)
for user in j10000001 j10000002 j10000003; do
    for age in 300 200 100; do
        printf '%s|{"userId":"%s","type":"Event","metadata":{"timestamp":%d}}\n' "$user" "$user" $((now - age))
    done
done >"$work/events"
docker exec -i "$run-broker" /opt/kafka/bin/kafka-console-producer.sh --bootstrap-server kafka:9092 \
    --topic input_topic --property parse.key=true --property 'key.separator=|' <"$work/events"

say 'Three summaries out'
docker exec "$run-broker" /opt/kafka/bin/kafka-console-consumer.sh --bootstrap-server kafka:9092 \
    --topic output_topic --from-beginning --max-messages 3 --timeout-ms 30000 2>/dev/null |
    sort | tee "$work/summaries"
for user in j10000001 j10000002 j10000003; do
    printf '{"userId":"%s","firstSeen":%d,"lastSeen":%d}\n' "$user" $((now - 300)) $((now - 100))
done >"$work/expected"
diff "$work/expected" "$work/summaries" >/dev/null ||
    fail "expected these summaries instead: $(cat "$work/expected")"

say "Page, API and health through $url"
curl -fsS "$url/" | grep -qi '<html' || fail "no page at $url/"
curl -fsS "$url/api/summaries/j10000001" | grep -q '"firstSeen":'"$((now - 300))" ||
    fail "$url/api/summaries/j10000001 does not know the user"
curl -fsS "$url/q/health/live" | grep -q '"UP"' || fail "$url/q/health/live is not UP"

say 'Stopping politely'
docker stop -t 20 "$run-service" >/dev/null
code=$(docker inspect -f '{{.State.ExitCode}}' "$run-service")
# 143 is how a JVM reports that it was asked to end.
case $code in 0 | 143) ;; *) fail "the service ended with exit code $code" ;; esac

say 'All as expected.'
