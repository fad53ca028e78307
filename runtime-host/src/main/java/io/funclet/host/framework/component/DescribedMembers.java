package io.funclet.host.framework.component;

import io.funclet.host.framework.scr.ComponentRuntime;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;

/**
 * Finds methods and fields that the description of a component names, and that its class lacks. SCR activates the
 * component without them, and only logs that.
 */
public final class DescribedMembers {

    /** Also the default name of the method, which SCR looks for in all components, and does not require. */
    private static final String DEACTIVATE = "deactivate";

    private static final String FIELD = "field";

    /**
     * A method or field that a description names.
     *
     * @param attribute of the description
     * @param reference the name of the reference that it is for; empty for the component itself
     */
    public record Member(String attribute, String name, String reference) {

        private boolean isField() {
            return attribute.equals(FIELD);
        }

        private String absence() {
            return "has no " + (isField() ? "field " : "method ") + name + ", which its description names as "
                    + attribute
                    + (reference.isEmpty() ? "" : " of its reference " + reference) + ": " + loss()
                    + "; add it to the class, or correct the description";
        }

        private String loss() {
            return switch (attribute) {
                case "unbind" -> "the component is not told when the service goes";
                case "updated" -> "the component is not told when properties of the service change";
                case DEACTIVATE -> "nothing is called when the component ends";
                default -> "the component never gets the service";
            };
        }
    }

    private DescribedMembers() {}

    /** A phrase for each that is missing in a component of a started bundle. */
    public static List<String> missing(BundleContext host, Bundle bundle) {
        List<String> missing = new ArrayList<>();
        Collection<ComponentDescriptionDTO> components =
                ComponentRuntime.ask(host, List.of(), runtime -> runtime.getComponentDescriptionDTOs(bundle));
        for (ComponentDescriptionDTO component : components) {
            missing.addAll(missing(bundle, component.name, component.implementationClass, of(component)));
        }
        return missing;
    }

    /**
     * A phrase for each that is missing; empty if the class cannot be loaded. Does not initialize the class.
     *
     * @param bundle a resolved bundle, which has the class
     */
    public static List<String> missing(Bundle bundle, String component, String className, List<Member> members) {
        if (members.isEmpty()) {
            return List.of();
        }
        Set<String> methods = new HashSet<>();
        Set<String> fields = new HashSet<>();
        try {
            // As SCR, which looks into superclasses, and not into interfaces.
            for (Class<?> type = bundle.loadClass(className); type != null; type = type.getSuperclass()) {
                Stream.of(type.getDeclaredMethods()).map(Method::getName).forEach(methods::add);
                Stream.of(type.getDeclaredFields()).map(Field::getName).forEach(fields::add);
            }
        } catch (ClassNotFoundException | LinkageError toldByOthers) {
            return List.of();
        }
        return members.stream()
                .filter(member -> !(member.isField() ? fields : methods).contains(member.name()))
                .map(member -> ComponentClass.about(component, className, member.absence()))
                .toList();
    }

    /** The members that a description names, as SCR has read it. */
    public static List<Member> of(ComponentDescriptionDTO component) {
        List<Member> members = new ArrayList<>();
        for (ReferenceDTO reference : component.references) {
            add(members, "bind", reference.bind, reference.name);
            add(members, "unbind", reference.unbind, reference.name);
            add(members, "updated", reference.updated, reference.name);
            add(members, FIELD, reference.field, reference.name);
        }
        if (!DEACTIVATE.equals(component.deactivate)) {
            add(members, DEACTIVATE, component.deactivate, "");
        }
        return members;
    }

    private static void add(List<Member> members, String attribute, String name, String reference) {
        if (name != null) {
            members.add(new Member(attribute, name, reference));
        }
    }
}
