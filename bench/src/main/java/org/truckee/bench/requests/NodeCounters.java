package org.truckee.bench.requests;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Asks the JVM of a node, over its local management port, what it has used so far. */
final class NodeCounters implements AutoCloseable {
  private final JMXConnector connector;
  private final ThreadMXBean threads;
  private final OperatingSystemMXBean system;

  /**
   * What was used up to a moment, or between two.
   *
   * @param allocated bytes, by all threads together
   * @param cpuNanos processor time of the process, with compilers and collections
   */
  record Used(long allocated, long cpuNanos) {
    Used plus(Used other) {
      return new Used(allocated + other.allocated, cpuNanos + other.cpuNanos);
    }

    Used minus(Used other) {
      return new Used(allocated - other.allocated, cpuNanos - other.cpuNanos);
    }
  }

  NodeCounters(long pid) throws IOException {
    JMXServiceURL address = new JMXServiceURL(openPort(pid));
    connector = JMXConnectorFactory.connect(address);
    MBeanServerConnection beans = connector.getMBeanServerConnection();
    threads =
        ManagementFactory.newPlatformMXBeanProxy(
            beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    system =
        ManagementFactory.newPlatformMXBeanProxy(
            beans, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, OperatingSystemMXBean.class);
  }

  private static String openPort(long pid) throws IOException {
    try {
      VirtualMachine node = VirtualMachine.attach(Long.toString(pid));
      try {
        return node.startLocalManagementAgent();
      } finally {
        node.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("the JVM %d cannot be asked".formatted(pid), e);
    }
  }

  Used now() {
    return new Used(threads.getTotalThreadAllocatedBytes(), system.getProcessCpuTime());
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
