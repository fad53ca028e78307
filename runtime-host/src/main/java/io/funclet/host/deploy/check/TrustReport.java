package io.funclet.host.deploy.check;

import io.funclet.host.deploy.jar.Provenance;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.trust.TrustPolicy;
import io.funclet.host.deploy.trust.Verdict;
import java.util.List;

/** Who has signed a checked jar, and its digest. */
final class TrustReport {

    private TrustReport() {}

    /** @param trust what its directory asks; {@code null} for nothing */
    static List<Explanation> of(StagedJar jar, TrustPolicy trust) {
        Provenance provenance = jar.provenance();
        Explanation digest = Explanation.neutral("has the SHA-256 digest " + provenance.sha256());
        if (trust == null) {
            return List.of(Explanation.neutral(TrustPolicy.signers(provenance)), digest);
        }
        Verdict verdict = trust.verdict(provenance);
        return List.of(
                verdict.isTrusted()
                        ? Explanation.neutral(verdict.words())
                        : Explanation.neutral("is not trusted, and would serve with a warning: " + verdict.fault()),
                digest);
    }
}
