#!/bin/bash
# One of Kafka's own command-line tools, chosen by the name this script is called by.
set -euo pipefail

case $(basename "$0") in
    kafka-topics.sh) main=org.apache.kafka.tools.TopicCommand ;;
    kafka-console-producer.sh) main=org.apache.kafka.tools.ConsoleProducer ;;
    kafka-console-consumer.sh) main=org.apache.kafka.tools.consumer.ConsoleConsumer ;;
    *)
        echo "$0 is not a tool of this image" >&2
        exit 64
        ;;
esac
exec java -cp '/opt/kafka/libs/*' -Xmx128m -XX:TieredStopAtLevel=1 \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=error "$main" "$@"
