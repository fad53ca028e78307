#!/bin/sh
# Surprise: a Declarative Services component that also provides ManagedService receives its configuration on an instance that
# is thrown away at once. The instance that others get as a service has never been told. Nothing is logged.
#
# What most would guess: a component of the default scope has one instance, so updated(...) and the calls of its users reach
# the same object, as they do if a BundleActivator registers it.
#
# Why: such a component is delayed. Configuration Admin gets the service for one update and ungets it afterwards; when the
# last user is gone, SCR deactivates and discards the instance, and makes another one for the next user. With
# immediate="true", or with the configuration as component properties (an activate method or @Modified), it works.
#
# Versions: Apache Felix Framework 7.0.5, SCR 2.2.18, Configuration Admin 1.9.26, OpenJDK 17.0.15 and Temurin 25.0.3.
# Source: ManagedServiceTracker of Configuration Admin (getService, updated, ungetService); OSGi Compendium 8, 112.5.4
# (delayed component) and 104.5.
#
# Needs a JDK (javac, jar and java in the PATH, or JAVA_HOME) and Maven, which fetches the bundles. Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

for artifact in \
    org.apache.felix:org.apache.felix.framework:7.0.5 \
    org.apache.felix:org.apache.felix.scr:2.2.18 \
    org.apache.felix:org.apache.felix.configadmin:1.9.26 \
    org.osgi:org.osgi.util.promise:1.3.0 \
    org.osgi:org.osgi.util.function:1.2.0 \
    org.osgi:org.osgi.service.component:1.5.1; do
    mvn -q -B dependency:copy -Dartifact="$artifact" -DoutputDirectory="$work/jars"
done
felix=$work/jars/org.apache.felix.framework-7.0.5.jar
configadmin=$work/jars/org.apache.felix.configadmin-1.9.26.jar

mkdir -p bundle/OSGI-INF
cat > Meter.java <<'JAVA'
package meter;

import java.util.Dictionary;
import java.util.function.Supplier;
import org.osgi.service.cm.ManagedService;

public class Meter implements ManagedService, Supplier<String> {
    private String limit = "none";

    @Override
    public void updated(Dictionary<String, ?> properties) {
        limit = properties == null ? "none" : (String) properties.get("limit");
        System.setProperty("meter.updated", limit);
    }

    @Override
    public String get() {
        return limit;
    }
}
JAVA
javac -cp "$felix:$configadmin" -d bundle Meter.java
component() {
    cat <<XML
<scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="meter" immediate="$1">
    <implementation class="meter.Meter"/>
    <property name="service.pid" value="meter.pid"/>
    <service>
        <provide interface="org.osgi.service.cm.ManagedService"/>
        <provide interface="java.util.function.Supplier"/>
    </service>
</scr:component>
XML
}
cat > manifest <<'MF'
Bundle-ManifestVersion: 2
Bundle-SymbolicName: meter
Import-Package: org.osgi.service.cm
Service-Component: OSGI-INF/meter.xml
MF
for immediate in false true; do
    component $immediate > bundle/OSGI-INF/meter.xml
    jar cfm meter-$immediate.jar manifest -C bundle .
done

cat > Managed.java <<'JAVA'
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

public class Managed {
    public static void main(String[] args) throws Exception {
        String immediate = args[0];
        Framework framework = java.util.ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        "org.osgi.framework.storage", args[1],
                        "org.osgi.framework.storage.clean", "onFirstInit"));
        framework.start();
        BundleContext context = framework.getBundleContext();
        List<Bundle> bundles = new ArrayList<>();
        for (int i = 2; i < args.length; i++) {
            bundles.add(context.installBundle(Path.of(args[i]).toUri().toString()));
        }
        for (Bundle bundle : bundles) {
            bundle.start();
        }

        Object admin = context.getService(context.getServiceReference("org.osgi.service.cm.ConfigurationAdmin"));
        Object configuration = admin.getClass()
                .getMethod("getConfiguration", String.class, String.class)
                .invoke(admin, "meter.pid", null);
        Dictionary<String, Object> properties = new Hashtable<>(Map.of("limit", "7"));
        configuration.getClass().getMethod("update", Dictionary.class).invoke(configuration, properties);
        long end = System.nanoTime() + 10_000_000_000L;
        while (!"7".equals(System.getProperty("meter.updated")) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        // The update that was seen above may still hold the service for a moment.
        Thread.sleep(500);

        ServiceReference<?> reference = context.getServiceReference("java.util.function.Supplier");
        String seen = (String) ((Supplier<?>) context.getService(reference)).get();
        System.out.println("immediate=" + immediate + ": an instance was told limit=" + System.getProperty("meter.updated")
                + ", the one that users get has " + seen);
        framework.stop();
        framework.waitForStop(10_000);
        String stated = immediate.equals("true") ? "7" : "none";
        System.exit("7".equals(System.getProperty("meter.updated")) && seen.equals(stated) ? 0 : 1);
    }
}
JAVA
javac -cp "$felix" Managed.java
for immediate in false true; do
    java -cp "$felix:." Managed $immediate "$work/cache-$immediate" \
        "$work"/jars/org.osgi.util.function-1.2.0.jar "$work"/jars/org.osgi.util.promise-1.3.0.jar \
        "$work"/jars/org.osgi.service.component-1.5.1.jar "$configadmin" \
        "$work"/jars/org.apache.felix.scr-2.2.18.jar "$work/meter-$immediate.jar"
done
echo 'It is as stated.'
