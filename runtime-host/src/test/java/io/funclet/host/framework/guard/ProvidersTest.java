package io.funclet.host.framework.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;

class ProvidersTest {

    private static final String NAME = "ProvidersTest";

    private final Loader first = new Loader();
    private final Loader second = new Loader();
    private final Loader third = new Loader();

    @AfterEach
    void removeAll() {
        List.of(first, second, third).forEach(loader -> Providers.giveBack(loader));
        assertNull(Security.getProvider(NAME));
    }

    /** What a bundle would call; one is in the class of each loader. */
    public static final class Caller {

        public static int add(Provider provider) {
            return Providers.addProvider(provider);
        }

        public static int addFirst(Provider provider) {
            return Providers.insertProviderAt(provider, 1);
        }

        public static void remove(String name) {
            Providers.removeProvider(name);
        }
    }

    private static final class Any extends Provider {

        private static final long serialVersionUID = 1L;

        Any() {
            super(NAME, "1.0", "for a test");
        }
    }

    /** As a bundle's: has a copy of {@link Caller}. */
    private static final class Loader extends ClassLoader implements BundleReference {

        private Class<?> caller;

        Loader() {
            super(ProvidersTest.class.getClassLoader());
        }

        @Override
        public Bundle getBundle() {
            return null;
        }

        private Class<?> caller() throws Exception {
            if (caller == null) {
                String file = Caller.class.getName().replace('.', '/') + ".class";
                byte[] bytes = getParent().getResourceAsStream(file).readAllBytes();
                caller = defineClass(Caller.class.getName(), bytes, 0, bytes.length);
            }
            return caller;
        }

        Provider add(boolean taken) throws Exception {
            Provider provider = new Any();
            int at = (Integer) caller().getMethod("add", Provider.class).invoke(null, provider);
            assertEquals(taken, at > 0);
            return provider;
        }

        void remove() throws Exception {
            caller().getMethod("remove", String.class).invoke(null, NAME);
        }
    }

    @Test
    void nextOne_takesThePlaceOfOneThatGoes() throws Exception {
        first.add(true);
        Provider next = second.add(false);
        third.add(false);

        assertEquals(List.of("security provider " + NAME), Providers.giveBack(first));

        assertSame(next, Security.getProvider(NAME));
    }

    @Test
    void nameIsKnown_atEachMoment_whileOneTakesThePlaceOfAnother() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger unknown = new AtomicInteger();
        CountDownLatch looking = new CountDownLatch(1);
        Loader serving = first;
        serving.add(true);
        Thread user = new Thread(() -> {
            while (!done.get()) {
                if (Security.getProvider(NAME) == null) {
                    unknown.incrementAndGet();
                }
                looking.countDown();
            }
        });
        user.start();
        looking.await();
        int updates = 2000;
        for (int update = 0; update < updates; update++) {
            Loader next = new Loader();
            Provider provider = next.add(false);
            Providers.giveBack(serving);
            serving = next;
            assertSame(provider, Security.getProvider(NAME));
            assertEquals(NAME, provider.getName());
        }
        done.set(true);
        user.join();
        Providers.giveBack(serving);

        // Not none: a search that Linux stops for a moment may have begun before, in a list without the next one.
        assertTrue(unknown.get() < updates / 100, () -> "unknown " + unknown + " times");
        assertNull(Security.getProvider(NAME));
    }

    @Test
    void oneThatWaitsInVain_isForgotten() throws Exception {
        first.add(true);
        second.add(false);
        Provider last = third.add(false);

        assertEquals(List.of(), Providers.giveBack(second));
        Providers.giveBack(first);

        assertSame(last, Security.getProvider(NAME));
    }

    @Test
    void javasOwn_stay_andStayTheFirst() throws Exception {
        Provider[] before = Security.getProviders();

        Caller.remove(before[0].getName());
        int position =
                (Integer) first.caller().getMethod("addFirst", Provider.class).invoke(null, new Any());

        assertEquals(before.length + 1, position);
        assertSame(before[0], Security.getProviders()[0]);
    }

    @Test
    void removal_isOfTheOwnAlone() throws Exception {
        Provider own = first.add(true);
        second.add(false);

        second.remove();
        assertSame(own, Security.getProvider(NAME));

        first.remove();
        assertNull(Security.getProvider(NAME));
        assertTrue(Providers.giveBack(first).isEmpty());
    }

    @Test
    void oneThatAddsWithEachCall_isKeptOnce() throws Exception {
        first.add(true);
        first.add(false);
        second.add(false);
        second.add(false);

        Providers.giveBack(first);
        second.remove();

        assertNull(Security.getProvider(NAME));
    }
}
