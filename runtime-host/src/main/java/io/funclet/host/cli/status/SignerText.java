package io.funclet.host.cli.status;

/** Who vouches for a jar. */
final class SignerText {

    /** As {@code FileStatus} names it. The subject of a certificate has an equals sign. */
    private static final String ALLOW_LIST = "the allow-list";

    private SignerText() {}

    /** In words; empty if none does. */
    static String of(String signer) {
        return signer.isEmpty() ? "" : (signer.equals(ALLOW_LIST) ? "trusted by " : "signed by ") + signer;
    }
}
