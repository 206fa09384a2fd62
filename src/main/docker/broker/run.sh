#!/bin/bash
# Starts Apache Kafka as one KRaft node that is broker and controller at once.
#
# Configured like the apache/kafka image: KAFKA_ADVERTISED_LISTENERS sets advertised.listeners, and
# so on. Arguments of the form key=value come last and win.
set -euo pipefail

classpath='/opt/kafka/libs/*'
config=$(mktemp)
{
    cat <<'DEFAULTS'
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@localhost:9093
listeners=PLAINTEXT://:9092,CONTROLLER://:9093
advertised.listeners=PLAINTEXT://localhost:9092
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
log.dirs=/var/lib/kafka/data
DEFAULTS
    env | while IFS='=' read -r name value; do
        case $name in
            KAFKA_HEAP_OPTS) ;;
            KAFKA_*)
                key=${name#KAFKA_}
                key=${key,,}
                echo "${key//_/.}=$value"
                ;;
        esac
    done
    printf '%s\n' "$@"
} >"$config"

java -cp "$classpath" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn kafka.tools.StorageTool format \
    --ignore-formatted --cluster-id "${CLUSTER_ID:-5L6g3nShT-eMCtK--X86sw}" --config "$config" >&2

# shellcheck disable=SC2086 # several options in one variable are several words
exec java -cp "$classpath" ${KAFKA_HEAP_OPTS:--Xmx512m} \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn kafka.Kafka "$config"
