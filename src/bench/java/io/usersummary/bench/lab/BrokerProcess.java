package io.usersummary.bench.lab;

import kafka.Kafka;

/** Main class of the broker's own process: the broker as its distribution starts it. */
public final class BrokerProcess {

    private BrokerProcess() {}

    public static void main(String[] args) {
        Lifeline.attach();
        Kafka.main(args);
    }
}
