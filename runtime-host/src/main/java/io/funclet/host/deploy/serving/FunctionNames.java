package io.funclet.host.deploy.serving;

import io.funclet.host.config.FunctionConfig;
import java.util.Collection;
import java.util.StringJoiner;

/**
 * The names of the functions of a code directory in this process.
 *
 * @param tenant whose directory it is; empty for the operator's own
 * @param prefixed whether the name of the tenant is part of theirs; a manager gives each function its whole name
 */
public record FunctionNames(String tenant, boolean prefixed) {

    /** The name in this process of a function of the directory. */
    public String full(String function) {
        return prefixed ? FunctionConfig.fullName(tenant, function) : function;
    }

    /** The same of several, in one text. */
    String full(Collection<String> functions) {
        StringJoiner names = new StringJoiner(",");
        for (String function : functions) {
            names.add(full(function));
        }
        return names.toString();
    }

    /** The function of the directory that has a name in this process; {@code null} if the name is another directory's. */
    public String function(String fullName) {
        String prefix = full("");
        return fullName.startsWith(prefix) ? fullName.substring(prefix.length()) : null;
    }
}
