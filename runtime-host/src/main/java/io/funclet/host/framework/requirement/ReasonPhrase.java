package io.funclet.host.framework.requirement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a reason on one line, such as {@code imports package com.example, which no bundle exports}. Phrases that
 * differ only in their object are joined.
 *
 * @param verb the beginning; empty if the phrase is not to be joined
 * @param object what differs
 * @param ending what follows, with the comma or blank before it
 */
record ReasonPhrase(String verb, String object, String ending) {

    /** How many objects or groups a line names; explain names all. */
    private static final int MOST_NAMED = 3;

    private record Group(String verb, String ending) {}

    /** All phrases on one line, which stays short. */
    static String join(Collection<ReasonPhrase> phrases, String separator) {
        Map<Group, List<String>> groups = new LinkedHashMap<>();
        for (ReasonPhrase reasonPhrase : phrases) {
            // A phrase without a verb has its object as key.
            Group group = new Group(
                    reasonPhrase.verb().isEmpty() ? reasonPhrase.object() : reasonPhrase.verb(), reasonPhrase.ending());
            groups.computeIfAbsent(group, it -> new ArrayList<>())
                    .add(reasonPhrase.verb().isEmpty() ? "" : reasonPhrase.object());
        }
        List<String> said = new ArrayList<>();
        groups.forEach((group, objects) -> {
            if (said.size() < MOST_NAMED) {
                said.add(said(group.verb(), objects) + group.ending());
            }
        });
        int left = groups.size() - said.size();
        return String.join(separator, said) + (left == 0 ? "" : separator + left + " more, which explain has");
    }

    private static String said(String verb, List<String> objects) {
        if (objects.size() == 1) {
            return objects.get(0).isEmpty() ? verb : verb + " " + objects.get(0);
        }
        List<String> named = objects.subList(0, Math.min(MOST_NAMED, objects.size()));
        int left = objects.size() - named.size();
        // Other namespaces have no plural.
        String verbs = verb.matches(".* (package|bundle|service)") ? verb + "s" : verb;
        return verbs + " " + String.join(", ", named) + (left == 0 ? "" : " and " + left + " more");
    }
}
