package io.funclet.host.deploy.explain;

import io.funclet.host.deploy.file.DeployedFile;
import io.funclet.host.deploy.jar.JarName;
import io.funclet.host.deploy.set.JarSets;
import io.funclet.host.deploy.set.SetState;
import io.funclet.host.deploy.status.Explanation;
import java.util.ArrayList;
import java.util.List;

/** To which set a jar belongs, and what a set lists and lacks. */
final class SetExplanation {

    private SetExplanation() {}

    /** Empty if the file is neither a set nor a jar of one. */
    static List<Explanation> of(JarSets sets, DeployedFile file) {
        List<Explanation> because = new ArrayList<>();
        if (!JarName.isSet(file.name())) {
            sets.owner(file).ifPresent(set -> because.add(Explanation.neutral("belongs to the set " + set.name())));
            return because;
        }
        SetState state = sets.state(file);
        boolean told = file.outcomes().last() != null && file.outcomes().last().isBad();
        if (!told && !state.lacking().isEmpty()) {
            because.add(Explanation.neutral(state.lacking()));
        }
        if (state.list() != null) {
            state.list()
                    .members()
                    .forEach(member -> because.add(
                            Explanation.neutral("lists " + member + " with the SHA-256 digest " + member.sha256())));
        }
        return because;
    }
}
