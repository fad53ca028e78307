package io.funclet.host.deploy.check;

import io.funclet.host.deploy.jar.JarCopy;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.set.JarSet;
import io.funclet.host.deploy.set.JarSet.Member;
import io.funclet.host.deploy.status.Explanation;
import io.funclet.host.deploy.status.Explanation.Tone;
import io.funclet.host.deploy.trust.TrustPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the jars that a set lists are there. */
final class SetCheck {

    private SetCheck() {}

    /** @param directory the code directory of the set */
    static Explanation of(StagedJar set, Path directory, TrustPolicy trust) throws RejectedException {
        List<Explanation> because = new ArrayList<>();
        boolean complete = true;
        for (Member member : JarSet.read(set.copy()).members()) {
            Path own = member.directory().isEmpty() ? directory : directory.resolveSibling(member.directory());
            Path jar = own.resolve(member.file());
            Optional<String> digest = JarCopy.sha256Of(jar);
            boolean there = digest.equals(Optional.of(member.sha256()));
            complete &= there;
            because.add(
                    there
                            ? Explanation.neutral("lists " + jar)
                            : Explanation.bad("lists " + jar
                                    + digest.map(found ->
                                                    ", whose digest is " + found + " and has to be " + member.sha256())
                                            .orElse(", which is not there")));
        }
        because.addAll(TrustReport.of(set, trust));
        because.add(Explanation.neutral("check its jars one by one: a set does not check them"));
        return complete
                ? new Explanation(Tone.GOOD, set + " would be taken", because)
                : Explanation.bad(set + " would wait", because);
    }
}
