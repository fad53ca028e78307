#!/bin/sh
# Surprise: Bundle.getSignerCertificates(SIGNERS_ALL) of a signed bundle is empty in Apache Felix, as if it were not signed. Equinox
# gives the signer. In neither do the classes of the bundle have signers: Class.getSigners() is null. So code that asks the framework
# who has signed a bundle works in one framework, and in the other it takes each bundle for unsigned.
#
# What most would guess: both read the signature files in META-INF, and SIGNERS_TRUSTED alone depends on the framework.
#
# Why: Felix leaves signatures to its framework security provider, an extension that is not a part of the framework
# (BundleImpl.getSignerCertificates). Equinox reads them, unless osgi.signedcontent.support says otherwise.
#
# Versions: Apache Felix Framework 7.0.5, Equinox 3.24.300, OpenJDK 17.0.15 and Temurin 25.0.3.
#
# Needs a JDK (keytool, javac, jar, jarsigner and java in the PATH, or JAVA_HOME) and Maven, which fetches the two frameworks.
# Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

for framework in org.apache.felix:org.apache.felix.framework:7.0.5 org.eclipse.platform:org.eclipse.osgi:3.24.300; do
    mvn -q -B dependency:copy -Dartifact=$framework -DoutputDirectory="$work/frameworks"
done
felix=$work/frameworks/org.apache.felix.framework-7.0.5.jar
equinox=$work/frameworks/org.eclipse.osgi-3.24.300.jar

mkdir -p bundle launcher
cat > Signed.java <<'JAVA'
package signed;

public class Signed {}
JAVA
cat > Ask.java <<'JAVA'
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

public class Ask {

    public static void main(String[] arguments) throws Exception {
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst().orElseThrow()
                .newFramework(Map.of("org.osgi.framework.storage", arguments[0]));
        framework.start();
        Bundle bundle = framework.getBundleContext().installBundle("file:signed.jar");
        System.out.println(bundle.getSignerCertificates(Bundle.SIGNERS_ALL).size() + " signers of the bundle, "
                + (bundle.loadClass("signed.Signed").getSigners() == null ? "none" : "some") + " of its class");
        framework.stop();
        framework.waitForStop(0);
        System.exit(0);
    }
}
JAVA
javac -d bundle Signed.java
javac -cp "$felix" -d launcher Ask.java
printf 'Bundle-ManifestVersion: 2\nBundle-SymbolicName: signed\nBundle-Version: 1\n' > manifest
jar cfm signed.jar manifest -C bundle .
keytool -genkeypair -keystore keys.p12 -storepass changeit -alias vendor -keyalg EC -groupname secp256r1 -dname CN=vendor \
    > keytool.log 2>&1
jarsigner -keystore keys.p12 -storepass changeit signed.jar vendor > sign.log
jarsigner -verify signed.jar | grep -q '^jar verified'

# ask FRAMEWORK JAR EXPECTED
ask() {
    said=$(java -cp "$2:launcher" Ask "$work/storage-$1")
    echo "$1: $said"
    test "$said" = "$3"
}

ask felix "$felix" "0 signers of the bundle, none of its class"
ask equinox "$equinox" "1 signers of the bundle, none of its class"
