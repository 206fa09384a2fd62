#!/bin/bash
# What Dev Services expects of its kafka-native image: /work/kafka takes settings as -Dkafka.key=value
# and says "Kafka broker started" on its output when clients may come.
set -euo pipefail

/opt/kafka/run.sh "${@#-Dkafka.}" &
broker=$!
until (exec 3<>/dev/tcp/localhost/9092) 2>/dev/null; do
    kill -0 "$broker" || exit 1
    sleep 0.1
done
echo 'Kafka broker started'
wait "$broker"
