package io.funclet.host.deploy.component;

import io.funclet.host.config.RequestedNames;
import io.funclet.host.framework.component.BundleHints;
import io.funclet.host.framework.component.DescribedMembers.Member;
import io.funclet.host.framework.component.FunctionInterfaces;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A component as the XML of its bundle declares it (OSGi Compendium, chapter 112.4). SCR reads it only when the bundle starts.
 *
 * @param enabled whether it is enabled from the start
 * @param provides the interfaces of its services
 * @param needs its mandatory references
 * @param functions the names of the functions that it offers
 * @param classes its class; a single one if the description is valid
 * @param parameters how many its constructor has
 * @param factory the name of its component factory; empty if it is none
 * @param configured whether it waits for a configuration
 * @param pids of its configurations
 * @param properties those of its service; of a description that SCR has not read, without types
 * @param activate the name of its activation method; {@code null} if it names none, or SCR has not read it
 * @param members the other methods and fields that it names; none if SCR has not read it
 */
public record DeclaredComponent(
        String name,
        boolean enabled,
        Set<String> provides,
        Set<Need> needs,
        Set<String> functions,
        Set<String> classes,
        int parameters,
        String factory,
        boolean configured,
        Set<String> pids,
        Map<String, Object> properties,
        String activate,
        List<Member> members) {

    /** The service property that makes a service a function. */
    public static final String FUNCTION_NAME = RequestedNames.PROPERTY;

    /**
     * A mandatory reference.
     *
     * @param name of the reference
     * @param service its interface
     * @param target a filter for the services; empty for any
     */
    public record Need(String name, String service, String target) {}

    /** For the name of the component, among the PIDs of its configurations. */
    static final String OWN_NAME = "$";

    public boolean isFunction() {
        return FunctionInterfaces.areIn(provides);
    }

    /** Whether it will register a function. */
    public boolean bringsFunctions() {
        return isFunction() && factory.isEmpty() && !functions.isEmpty();
    }

    /** What its author probably did not mean, although it works. */
    public Optional<String> warning() {
        if (isFunction()) {
            return factory.isEmpty() ? Optional.empty() : Optional.of(BundleHints.factory(name, factory));
        }
        return functions.isEmpty() ? Optional.empty() : Optional.of(BundleHints.noFunction(name));
    }

    /** The PIDs of its configurations, the one that counts most last; none if it takes no configuration. */
    @Override
    public Set<String> pids() {
        return pids.stream()
                .map(pid -> pid.equals(OWN_NAME) ? name : pid)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether a file of this name is meant to configure it. */
    public boolean takes(String fileName) {
        return pids().stream()
                .filter(fileName::startsWith)
                .map(pid -> fileName.substring(pid.length()))
                .anyMatch(end -> end.startsWith("~")
                        || Set.of(".cfg", ".cfg.json", ".config").contains(end));
    }

    /** The same, with what SCR alone reads. */
    DeclaredComponent with(ScrComponentReader.Read read) {
        Map<String, Object> all = read.properties();
        return new DeclaredComponent(
                name,
                enabled,
                provides,
                needs,
                Set.copyOf(RequestedNames.of(all.get(FUNCTION_NAME))),
                classes,
                parameters,
                factory,
                configured,
                pids,
                all,
                read.activate(),
                read.members());
    }

    DeclaredComponent named(String other) {
        return new DeclaredComponent(
                other,
                enabled,
                provides,
                needs,
                functions,
                classes,
                parameters,
                factory,
                configured,
                pids,
                properties,
                activate,
                members);
    }
}
