package io.funclet.host.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;

class SystemPackagesTest {

    private static Set<String> exported(Map<String, String> configuration) throws Exception {
        Framework framework = new FrameworkFactory().newFramework(configuration);
        framework.init();
        try {
            Set<String> packages = new TreeSet<>();
            framework
                    .adapt(BundleRevision.class)
                    .getDeclaredCapabilities("osgi.wiring.package")
                    .forEach(exported -> packages.add(exported.getAttributes().get("osgi.wiring.package") + " "
                            + exported.getAttributes().get("version")));
            return packages;
        } finally {
            framework.stop();
            framework.waitForStop(0);
        }
    }

    @Test
    void exports_areThoseOfFelixItself(@TempDir Path storage) throws Exception {
        String directory = storage.toString();

        assertEquals(
                exported(Map.of(Constants.FRAMEWORK_STORAGE, directory)),
                exported(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        directory,
                        Constants.FRAMEWORK_SYSTEMPACKAGES,
                        SystemPackages.exports())));
    }
}
