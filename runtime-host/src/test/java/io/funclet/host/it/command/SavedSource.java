package io.funclet.host.it.command;

/** Sources of a function {@code saved} that are no Maven project. */
final class SavedSource {

    /** Without a package, as in the first minute. */
    static final String PLAIN = """
            import io.funclet.api.*;
            @FunctionName("saved")
            @FunctionLimits(timeout = "5s")
            public class Saved implements FunctionHandler {
                @Override
                public Payload handle(Payload event, CallContext context) throws Exception {
                    if (event.text().equals("fail")) {
                        throw new IllegalStateException("on purpose"); // line 8
                    }
                    System.out.println("asked: " + event.text());
                    return Payload.of(1 + Word.word() + (context.remaining().toDays() > 100 ? " unlimited" : ""));
                }
            }
            """;

    /** What {@link #PLAIN} calls; reads the file {@code word.txt}. */
    static final String WORD = """
            class Word {
                static String word() throws Exception {
                    return new String(Word.class.getResourceAsStream("/word.txt").readAllBytes());
                }
            }
            """;

    /** Answers what its environment says, and whether the configuration is in its jar. */
    static final String CONFIGURED = """
            import io.funclet.api.*;
            import org.osgi.service.component.annotations.*;
            @Component
            @FunctionName("saved")
            public class Saved implements FunctionHandler {
                @Override
                public Payload handle(Payload event, CallContext context) {
                    boolean carried = Saved.class.getResource("/funclet.yml") != null;
                    return Payload.of(context.env().get("ROOM") + (carried ? " carried" : ""));
                }
            }
            """;

    private SavedSource() {}
}
