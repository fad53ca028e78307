package io.funclet.host.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Packages that a bundle is wired to when it first asks for a class of them. */
class DynamicImportTest {

    /** Of one in some twenty bundles, Felix does not find one of the classes. */
    private static final int BUNDLES = 200;

    static class One {}

    static class Other {}

    private static String entry(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static byte[] bytes(Class<?> type) throws Exception {
        try (InputStream in = type.getClassLoader().getResourceAsStream(entry(type))) {
            return in.readAllBytes();
        }
    }

    private static FutureTask<String> loading(Bundle bundle, CyclicBarrier barrier, Class<?> type) {
        FutureTask<String> task = new FutureTask<>(() -> {
            barrier.await();
            return bundle.loadClass(type.getName()).getName();
        });
        new Thread(task).start();
        return task;
    }

    @Test
    void twoClassesOfAPackage_areFound_ifTwoThreadsAskForThemAtOnce(@TempDir Path storage) throws Exception {
        try (EmbeddedFelix felix = EmbeddedFelix.start(storage, Map.of())) {
            String name = DynamicImportTest.class.getPackageName();
            Map<String, byte[]> classes =
                    new TreeMap<>(Map.of(entry(One.class), bytes(One.class), entry(Other.class), bytes(Other.class)));
            new BareBundle("library", Map.of("Export-Package", name), classes)
                    .installIn(felix)
                    .start();
            Map<String, String> importing = Map.of("DynamicImport-Package", name);
            for (int i = 0; i < BUNDLES; i++) {
                Bundle user = new BareBundle("user" + i, importing, Map.of()).installIn(felix);
                user.start();
                CyclicBarrier barrier = new CyclicBarrier(2);
                FutureTask<String> one = loading(user, barrier, One.class);
                FutureTask<String> other = loading(user, barrier, Other.class);
                assertEquals(List.of(One.class.getName(), Other.class.getName()), List.of(one.get(), other.get()));
                user.uninstall();
            }
        }
    }
}
