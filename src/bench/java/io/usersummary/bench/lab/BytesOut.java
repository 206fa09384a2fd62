package io.usersummary.bench.lab;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Bytes of a topic that the broker has served to consumers: tells from outside, and for every
 * contender in the same way, when it got its first events.
 */
public final class BytesOut implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection broker;

    public BytesOut(Child brokerProcess) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(brokerProcess.pid()));
            try {
                JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
                connector = JMXConnectorFactory.connect(address);
                broker = connector.getMBeanServerConnection();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | IOException e) {
            throw new IllegalStateException("Could not attach to the broker: " + e.getMessage(), e);
        }
    }

    /** Bytes served so far. */
    public long of(String topic) {
        try {
            ObjectName name =
                    new ObjectName(
                            "kafka.server:type=BrokerTopicMetrics,name=BytesOutPerSec,topic="
                                    + topic);
            return ((Number) broker.getAttribute(name, "Count")).longValue();
        } catch (InstanceNotFoundException e) {
            return 0;
        } catch (JMException | IOException e) {
            throw new IllegalStateException("Could not ask the broker: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            System.err.println("Could not detach from the broker: " + e.getMessage());
        }
    }
}
