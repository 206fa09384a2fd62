#!/usr/bin/env bash
# Runs the commands of all documents as written, but for the ports, on a broker and a service of its own.
# For those of recipes.md it looks at what each did: the line <!-- expect: ... --> behind it. A command
# that neither runs here nor is known to run elsewhere is a failure. Needs a JDK, curl, kcat, and the
# packaged service (./mvnw package -DskipTests). Takes about two minutes.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
kafka=localhost:${KAFKA_PORT:-19092}
http=localhost:${HTTP_PORT:-18080}
libs=$root/target/kafka-tools
work=$(mktemp -d)
service=
broker=

fail() {
    echo "try-documents: $*" >&2
    tail -n 30 "$work/service.log" >&2 || true
    exit 1
}

await() { # what, command...
    local what=$1 left=120
    shift
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ $left -gt 0 ] || fail "waited in vain for $what"
        sleep 0.5
    done
}

finish() {
    [ -z "$service" ] || kill "$service" 2>/dev/null || true
    [ -z "$broker" ] || kill "$broker" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap finish EXIT

tool() { # name, main class
    printf '#!/bin/bash\nexec java -cp "%s/*" -Xmx128m -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=error %s "$@"\n' \
        "$libs" "$2" >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}

if [ ! -d "$libs" ]; then
    property() { ./mvnw -B -ntp -q help:evaluate -DforceStdout -Dexpression="$1"; }
    ./mvnw -B -ntp -q -f src/main/docker/broker/pom.xml dependency:copy-dependencies \
        -DoutputDirectory="$libs" -Dquarkus.platform.version="$(property quarkus.platform.version)" \
        -Dkafka.version="${KAFKA_VERSION:-4.1.2}"
fi
mkdir "$work/bin"
ln -s "$root/target" "$work/target"
tool kafka-topics.sh org.apache.kafka.tools.TopicCommand
tool kafka-consumer-groups.sh org.apache.kafka.tools.consumer.group.ConsumerGroupCommand
tool kafka-acls.sh org.apache.kafka.tools.AclCommand
tool kafka-storage.sh kafka.tools.StorageTool
tool kafka-server-start.sh kafka.Kafka
PATH=$work/bin:$PATH

cat >"$work/broker.properties" <<CONFIG
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@localhost:$((${kafka#*:} + 1))
listeners=PLAINTEXT://$kafka,CONTROLLER://localhost:$((${kafka#*:} + 1))
controller.listener.names=CONTROLLER
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
group.initial.rebalance.delay.ms=0
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
log.dirs=$work/kafka
CONFIG
kafka-storage.sh format --cluster-id 5L6g3nShT-eMCtK--X86sw --config "$work/broker.properties" >/dev/null
sed -i 's/-Xmx128m/-Xmx512m/' "$work/bin/kafka-server-start.sh"
kafka-server-start.sh "$work/broker.properties" >"$work/broker.log" 2>&1 &
broker=$!

start() {
    java -Xmx256m -Dkafka.bootstrap.servers="$kafka" -Dquarkus.http.port="${http#*:}" \
        -Dsummary.batch-timeout=200ms -jar target/quarkus-app/quarkus-run.jar >>"$work/service.log" 2>&1 &
    service=$!
    await "the service to be ready" curl -fsS "http://$http/q/health/ready"
}

stop() {
    kill "$service"
    wait "$service" || true
    service=
}

there() { curl -fsS "http://$http/api/summaries/$1"; }
gone() { [ "$(curl -sS -o /dev/null -w '%{http_code}' "http://$http/api/summaries/$1")" = 404 ]; }
letters() { kcat -b "$kafka" -t input_topic_dlq -C -e -q -f '%s\n' | wc -l; }
more_letters() { [ "$(letters)" -gt "$1" ]; }
partitions() { kafka-topics.sh --bootstrap-server "$kafka" --describe --topic input_topic | grep -q "PartitionCount: $1"; }

expect() { # as the document says it
    case $1 in
        gone) await "$2 to be gone" gone "$2" ;;
        there) await "$2 to be there" there "$2" ;;
        restored)
            await "$2 to be there" there "$2"
            [ "$(kcat -b "$kafka" -t output_topic -C -e -q -f '%k %p\n' | grep "^$2 " | sort -u | wc -l)" = 1 ] ||
                fail "the records of $2 are in several partitions"
            ;;
        letter) await "another dead letter" more_letters "$before" ;;
        partitions) await "$2 partitions" partitions "$2" ;;
        backup)
            grep -q '^ada	{"userId":"ada"' table.tsv || fail "no ada in the backup"
            curl -fsS -X DELETE "http://$http/api/summaries/ada" >/dev/null
            await "ada to be gone" gone ada
            ;;
        *) fail "recipes.md expects '$*', which this script does not know" ;;
    esac
}

start
printf '%s\n' '{"userId":"ada","metadata":{"timestamp":1534382478}}' no-event \
    '{"userId":"bob","metadata":{"timestamp":1534382479}}' | kcat -b "$kafka" -t input_topic -P
await "the first summaries" there ada

awk -v work="$work" '
    /^```sh/ { n++; file = work "/" n ".sh"; print ($2 ? $2 : "running") > (work "/" n ".while"); next }
    /^```$/ { close(file); file = ""; next }
    file { print > file }
    /^<!-- expect: / { gsub(/<!-- expect: | -->/, ""); print > (work "/" n ".expect") }
    END { print n > (work "/count") }' src/docs/recipes.md
count=$(cat "$work/count")
[ "$count" -ge 5 ] || fail "only $count recipes found"
for n in $(seq "$count"); do
    [ -s "$work/$n.expect" ] || fail "recipe $n does not say what to expect"
    sed -i "s/localhost:9092/$kafka/g; s/localhost:8080/$http/g" "$work/$n.sh"
    before=$(letters)
    sed 's/^/    /' "$work/$n.sh"
    [ "$(cat "$work/$n.while")" = running ] || stop
    (cd "$work" && bash -euo pipefail "$work/$n.sh" >"$work/$n.log" 2>&1) || {
        cat "$work/$n.log"
        fail "recipe $n failed"
    }
    [ -n "$service" ] || start
    read -r -a wanted <"$work/$n.expect"
    (cd "$work" && expect "${wanted[@]}")
    echo "as expected: ${wanted[*]}"
done

# ---- The commands in the other documents: the indented lines that begin with a program.

here() { # command
    local command=$1
    command=${command//localhost:9092/$kafka}
    command=${command//kafka:9092/$kafka}
    command=${command//localhost:8080/$http}
    echo "    $1"
    QUARKUS_HTTP_PORT=${http#*:} bash -euo pipefail -c "$command" \
        >"$work/command.log" 2>&1 </dev/null || {
        cat "$work/command.log"
        fail "failed: $1"
    }
}

cat README.md CONTRIBUTING.md src/docs/*.md | sed -nE '
    /^```/,/^```$/d
    s/^ {4}((\.\/mvnw|java|kcat|curl|echo|kafka-[a-z-]+\.sh|promtool|docker|kubectl|src\/|[A-Z_]+=[^ ]+ src\/).*)/\1/
    t more
    d
    :more
    /\\$/ { N; s/\\\n */ /; b more }
    s/ +#.*//
    p' | sort -u >"$work/commands"
[ "$(wc -l <"$work/commands")" -ge 20 ] || fail "only $(wc -l <"$work/commands") commands found"
while read -r command; do
    case $command in
        java\ *' replay'*) here "$command" ;;
        './mvnw package -DskipTests' | 'java -Dkafka.bootstrap.servers=localhost:9092 -jar '*)
            echo "    $command: is what runs here" ;;
        java\ *-Dsummary.max-batches=1*) # alone in its group, or another reads its nine events
            stop
            here "$command"
            start
            ;;
        kcat\ * | curl\ * | echo\ * | kafka-*.sh\ * | promtool\ *) here "$command" ;;
        './mvnw quarkus:dev'*) echo "    $command: DevKafkaTest" ;;
        './mvnw verify -Paot'* | java\ *app.aot* | java\ *app.jsa*) echo "    $command: job archives" ;;
        './mvnw verify'* | ./mvnw\ *-Dnative*) echo "    $command: jobs verify, native, native-sources" ;;
        ./mvnw\ *container-image* | docker\ * | src/main/docker/* | KEEP=1\ *) echo "    $command: jobs images, native-image" ;;
        './mvnw package -DskipTests -Pjson-log') echo "    $command: job documents" ;;
        './mvnw clean package -DskipTests -Ptracing' | './mvnw clean verify -Ptracing') echo "    $command: job documents" ;;
        ./mvnw\ *-Pstreams | 'java -Dkafka-streams.'*) echo "    $command: job streams" ;;
        './mvnw -Pbench'*) echo "    $command: by hand, for hours" ;;
        kubectl\ *) echo "    $command: needs a cluster; ManifestsTest reads the manifests" ;;
        *) fail "is run nowhere: $command" ;;
    esac
done <"$work/commands"
