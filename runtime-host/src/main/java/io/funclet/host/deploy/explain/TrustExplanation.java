package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.directory.CodeDirectory;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.trust.Verdict;
import java.util.List;

/** Who has signed a jar that is installed, and its digest. */
final class TrustExplanation {

    private TrustExplanation() {}

    /** Empty if its directory does not ask. */
    static List<Explanation> of(CodeDirectory directory, StagedJar jar) {
        if (directory.trust() == null || jar == null || jar.provenance() == null) {
            return List.of();
        }
        Verdict verdict = directory.trust().verdict(jar.provenance());
        Explanation signer = verdict.isTrusted()
                ? Explanation.neutral(verdict.words())
                : Explanation.bad("is not trusted: " + verdict.fault());
        return List.of(
                signer,
                Explanation.neutral("has the SHA-256 digest " + jar.provenance().sha256()));
    }
}
