package io.funclet.host.deploy.leftover;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/** MBeans of the servers that there are; none is made for the question. */
final class MBeans {

    private static final Logger LOG = Logger.getLogger(MBeans.class.getName());

    private MBeans() {}

    static List<String> sweep(ClassLoader loader) {
        List<String> found = new ArrayList<>();
        for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
            for (ObjectName name : server.queryNames(null, null)) {
                try {
                    if (server.getClassLoaderFor(name) == loader) {
                        server.unregisterMBean(name);
                        found.add("MBean " + name);
                    }
                } catch (InstanceNotFoundException gone) {
                    // By itself, meanwhile.
                } catch (JMException rejected) {
                    LOG.log(Level.FINE, "MBean " + name + " does not let itself be unregistered", rejected);
                    found.add("MBean " + name + " (which stays: " + rejected.getMessage() + ")");
                }
            }
        }
        return found;
    }
}
