package io.funclet.wrap;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;

/** The process of {@code funclet wrap}: from its arguments to its exit status. */
public final class Wrap {

    private Wrap() {}

    /**
     * Writes a bundle, and says what it is on standard output. Ends with status 1 and one line if it cannot.
     *
     * @param arguments pairs of a key and a value, see {@link WrapArguments}
     */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(WrapArguments.of(arguments), out));
    }

    static int run(WrapArguments arguments, PrintStream out) {
        try {
            FunctionBundle bundle = FunctionBundle.write(arguments);
            out.println("wrote " + arguments.output() + " (" + bundle.name().symbolicName() + " "
                    + bundle.name().version() + ")");
            bundle.remarks().forEach(remark -> out.println("  " + remark));
            return 0;
        } catch (WrapException fault) {
            out.println(fault.getMessage());
        } catch (ZipException fault) {
            out.println(arguments.function() + " is not a complete jar: " + fault.getMessage());
        } catch (NoSuchFileException fault) {
            out.println("there is no file " + fault.getMessage());
        } catch (IOException fault) {
            out.println(arguments.function() + " cannot be wrapped: " + fault.getMessage());
        } catch (Exception fault) {
            out.println(arguments.function() + " cannot be wrapped, bnd fails: " + fault);
        }
        return 1;
    }
}
