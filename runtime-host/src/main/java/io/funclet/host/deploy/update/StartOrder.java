package io.funclet.host.deploy.update;

import io.funclet.host.deploy.bundle.DeployContext;
import io.funclet.host.deploy.bundle.InstalledJar;
import io.funclet.host.deploy.update.ChangeSet.Member;
import io.funclet.host.deploy.wiring.Dependants;
import io.funclet.host.deploy.wiring.MissedWiring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The order in which the bundles of a change set start. */
final class StartOrder {

    private final Dependants dependants;
    private final MissedWiring missed;

    StartOrder(DeployContext context) {
        this.dependants = new Dependants(context);
        this.missed = new MissedWiring(context);
    }

    /** New bundles first; the others after those that they use or have missed, and else in the order of their last start. */
    List<Member> of(ChangeSet set) {
        List<InstalledJar> byAge = new ArrayList<>(set.replaced());
        byAge.sort(InstalledJar::compareStart);
        Map<InstalledJar, Set<InstalledJar>> lacking = new HashMap<>();
        for (InstalledJar jar : byAge) {
            missed.by(jar)
                    .forEach(provider -> lacking.computeIfAbsent(provider, any -> new LinkedHashSet<>())
                            .add(jar));
        }
        List<InstalledJar> order = dependants.inOrder(byAge, provider -> lacking.getOrDefault(provider, Set.of()));
        List<Member> members = new ArrayList<>(set.members());
        members.sort(Comparator.comparingInt(member -> order.indexOf(member.previous())));
        return members;
    }
}
