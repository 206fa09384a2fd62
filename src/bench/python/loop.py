"""The table as a Python loop on librdkafka: one message at a time, json.loads, a dict.

Arguments: bootstrap servers, topic, group, number of events. Publishes nothing.
"""

import json
import sys

from confluent_kafka import Consumer


def main(bootstrap_servers, topic, group, events):
    consumer = Consumer({
        "bootstrap.servers": bootstrap_servers,
        "group.id": group,
        "auto.offset.reset": "earliest",
    })
    consumer.subscribe([topic])
    table = {}
    seen = 0
    while seen < events:
        message = consumer.poll(1.0)
        if message is None or message.error():
            continue
        event = json.loads(message.value())
        user, timestamp = event["userId"], event["metadata"]["timestamp"]
        known = table.get(user)
        if known is None:
            table[user] = (timestamp, timestamp)
        elif not known[0] <= timestamp <= known[1]:
            table[user] = (min(known[0], timestamp), max(known[1], timestamp))
        seen += 1
    consumer.commit(asynchronous=False)
    print("Read", seen, "events", flush=True)
    # Stays until the benchmark has read the processor time and closes our input.
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
