package io.funclet.host.it.component;

import io.funclet.host.it.jar.FunctionSource;

/** Functions that take for their own what there is one of for all. */
final class SettingsSource {

    /** Leaves values in thread locals. */
    static final String BOX = """
            public static class Box {}

            private static final ThreadLocal<Object> OWN = new ThreadLocal<>();
            private static final ThreadLocal<Object> SOFT = new ThreadLocal<>();

            @Override
            public Payload handle(Payload event, CallContext context) {
                OWN.set(new Box());
                SOFT.set(new java.lang.ref.SoftReference<>(new Box[1]));
                return Payload.of(Thread.currentThread().getName().startsWith("call-") ? "worker" : "event loop");
            }
            """;

    /** Three threads that Java makes once for all, and whose context class loader each has. */
    static final String CONTEXTS = """
            java.util.function.Function<Object, String> seen = any -> {
                java.util.logging.Logger.getLogger("by." + getClass().getPackageName().substring(3))
                        .info("on a shared thread");
                ClassLoader loader = Thread.currentThread().getContextClassLoader();
                return loader == null ? "none" : loader.getClass().getSimpleName();
            };
            var soon = java.util.concurrent.TimeUnit.MILLISECONDS;
            String late = new java.util.concurrent.CompletableFuture<String>()
                    .orTimeout(20, soon).exceptionally(seen::apply).join();
            String delayed = new java.util.concurrent.CompletableFuture<String>()
                    .completeOnTimeout("", 20, soon).thenApply(seen).join();
            Process process = new ProcessBuilder("cat").start();
            var end = process.onExit().thenApply(seen);
            process.getOutputStream().close();
            return Payload.of(late + " " + delayed + " " + end.join().replaceAll("none|AppClassLoader", "PlatformClassLoader"));
            """;

    private SettingsSource() {}

    /** Sets streams, properties and defaults of all. */
    static FunctionSource setter() {
        return FunctionSource.component("it.setter", "setter", """
                public static class Sink extends java.io.PrintStream {
                    public Sink() { super(java.io.OutputStream.nullOutputStream()); }
                }

                public static class Source extends java.io.ByteArrayInputStream {
                    public Source() { super(new byte[0]); }
                }

                @Activate
                public void begin() {
                    System.setOut(new Sink());
                    java.util.function.Consumer<java.io.PrintStream> set = System::setErr;
                    set.accept(new Sink());
                    System.setIn(new Source());
                    Properties own = new Properties();
                    own.putAll(System.getProperties());
                    own.put("it.own", "own");
                    System.setProperties(own);
                    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
                    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
                    System.setProperty("os.name", "another");
                    javax.net.ssl.HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true);
                }

                @Override
                public Payload handle(Payload event, CallContext context) {
                    return Payload.of("first");
                }
                """);
    }

    /** Removes all security providers, and sets a security manager. */
    static FunctionSource providerThief() {
        return FunctionSource.handler("it.rude", "rude", """
                for (java.security.Provider provider : java.security.Security.getProviders()) {
                    java.security.Security.removeProvider(provider.getName());
                    try {
                        provider.clear();
                    } catch (SecurityException rejected) {
                        // As it should be.
                    }
                }
                try {
                    System.setSecurityManager(new SecurityManager());
                } catch (UnsupportedOperationException none) {
                    return Payload.of(java.security.MessageDigest.getInstance("SHA-256").getProvider().getName());
                }
                return Payload.of("a security manager");
                """);
    }

    /** Does to the log what its event says. */
    static FunctionSource logThief() {
        return FunctionSource.handler("it.rude", "rude", """
                java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
                switch (event.text()) {
                    case "out" -> System.setOut(null);
                    case "handlers" -> {
                        for (java.util.logging.Handler handler : root.getHandlers()) {
                            root.removeHandler(handler);
                        }
                    }
                    case "off" -> root.setLevel(java.util.logging.Level.OFF);
                    case "reset" -> java.util.logging.LogManager.getLogManager().reset();
                    case "locale" -> Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
                    default -> { }
                }
                return event;
                """);
    }

    /** Adds a provider as most do: without a look at whether there is one. */
    static FunctionSource hash(String answer) {
        return FunctionSource.component("it.hash", "hash", """
                public static class Twin extends java.security.Provider {
                    public Twin() {
                        super("Twin", "1.0", "a test's");
                        put("MessageDigest.TWIN", Digest.class.getName());
                    }
                }

                public static class Digest extends java.security.MessageDigestSpi {
                    @Override protected void engineUpdate(byte input) {}
                    @Override protected void engineUpdate(byte[] input, int offset, int length) {}
                    @Override protected byte[] engineDigest() { return "%s".getBytes(); }
                    @Override protected void engineReset() {}
                }

                @Override
                public Payload handle(Payload event, CallContext context) throws Exception {
                    java.security.Security.addProvider(new Twin());
                    return Payload.of(new String(java.security.MessageDigest.getInstance("TWIN", "Twin").digest()));
                }

                @Activate
                public void begin() {
                    java.security.Security.addProvider(new Twin());
                }
                """.formatted(answer));
    }
}
