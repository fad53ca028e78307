package io.funclet.wrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

/** {@code funclet wrap} without a process: for one that makes a bundle again and again. Of any thread, one at a time. */
public final class BundleTool implements Function<List<String>, List<String>> {

    /**
     * Writes a bundle.
     *
     * @param arguments pairs of a key and a value: those of a Maven project if the first is {@code report}, else those of
     *     {@code funclet wrap}
     * @return what its author should know, a line each
     * @throws UncheckedIOException if it writes none; the message of its cause says why
     */
    @Override
    public List<String> apply(List<String> arguments) {
        String[] pairs = arguments.toArray(String[]::new);
        try {
            return pairs[0].equals("report")
                    ? ProjectBundle.write(pairs[1], pairs[3], pairs[5])
                    : FunctionBundle.write(WrapArguments.of(pairs)).remarks();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (WrapException fault) {
            throw new UncheckedIOException(new IOException(fault.getMessage(), fault));
        } catch (Exception fault) {
            throw new UncheckedIOException(new IOException("bnd fails: " + fault, fault));
        }
    }
}
