package io.funclet.host.deploy.jar;

import java.io.IOException;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Where the content of a jar is from, as far as its bytes tell it. Whether that is trusted can change while the jar is
 * deployed.
 *
 * @param sha256 the digest of the whole file, in lower-case hexadecimal digits
 * @param signers those that have signed each entry and the manifest
 * @param some those that have signed any entry
 * @param fault why the signatures do not count, in words that follow the name of the jar; empty if they do
 * @param examined when it was read
 * @param check what has examined it, and examines a further copy
 * @param set that of the file of a set which lists this digest; {@code null} for an ordinary jar
 */
public record Provenance(
        String sha256,
        List<CodeSigner> signers,
        Set<CodeSigner> some,
        String fault,
        Instant examined,
        Check check,
        Provenance set) {

    public Provenance {
        signers = List.copyOf(signers);
        some = Set.copyOf(some);
    }

    /** Who of the signers is trusted now, or the allow-list; empty if none is. */
    public String signer() {
        return check.signer(this);
    }

    /** The same of a jar that a set lists. */
    public Provenance listedIn(Provenance of) {
        return new Provenance(sha256, signers, some, fault, examined, check, of);
    }

    /** What a code directory asks of a jar before anything of it is believed. */
    @FunctionalInterface
    public interface Check {

        /**
         * Reads a private copy to its end.
         *
         * @throws RejectedException if it must not be deployed
         */
        Provenance examine(Path copy) throws RejectedException, IOException;

        /** Who of the signers of a jar is trusted now, or the allow-list; empty if none is. */
        default String signer(Provenance jar) {
            return "";
        }
    }
}
