package io.funclet.host.deploy.rollout;

import io.funclet.host.call.endpoint.FunctionVersion;
import io.funclet.host.call.endpoint.ShadowTraffic;
import io.funclet.host.call.model.CallShare;
import io.funclet.host.config.policy.UpdatePolicy;
import io.funclet.host.deploy.status.RolloutStatus.Copies;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Copies of calls on the old versions of functions, for their new versions. Loaded only where a policy asks for them. */
final class Shadows {

    private final List<ComparedFunction> functions;
    private final int percent;
    private final int different;

    /** By old version. */
    private final Map<FunctionVersion, ShadowTraffic> traffic = new HashMap<>();

    /** From now on there are copies. */
    Shadows(List<ComparedFunction> functions, int percent, UpdatePolicy policy) {
        this.functions = functions;
        this.percent = percent;
        this.different = policy.different();
        for (ComparedFunction each : functions) {
            ShadowTraffic copies = new ShadowTraffic(each.now(), new CallShare(percent, policy.key()));
            traffic.put(each.old(), copies);
            each.old().shadow(copies);
        }
    }

    void close() {
        traffic.forEach((old, copies) -> {
            old.shadow(null);
            copies.close();
        });
    }

    /** Why a new version is worse although its calls are not, in words that follow its name; empty if none is. */
    Optional<String> fault() {
        for (ComparedFunction each : functions) {
            ShadowTraffic copies = traffic.get(each.old());
            if (copies.lost() > 0) {
                return Optional.of("of function " + each.function()
                        + ", a copy of a call does not end, although its time is over and its thread was interrupted");
            }
            if (copies.different() * UpdatePolicy.ALL > copies.compared() * different) {
                return Optional.of("of function " + each.function() + ", "
                        + figures(each).words() + ", and update.different allows " + different + "%");
            }
        }
        return Optional.empty();
    }

    Copies figures(ComparedFunction function) {
        ShadowTraffic copies = traffic.get(function.old());
        return new Copies(percent, copies.compared(), copies.different(), copies.dropped(), copies.example());
    }
}
