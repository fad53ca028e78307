package io.funclet.host.framework.requirement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a reason on one line, such as {@code imports package com.example, which no bundle exports}: those that differ in
 * their object alone are said together.
 *
 * @param verb the beginning; empty if it is told alone
 * @param object what differs
 * @param ending what follows, with the comma or blank before it
 */
record ReasonPhrase(String verb, String object, String ending) {

    /** Of what is alike, how much is named: a line is read by people, and explain has it all. */
    private static final int MOST_NAMED = 3;

    private record Group(String verb, String ending) {}

    /** All of them on one line, which stays short however many there are. */
    static String join(Collection<ReasonPhrase> phrases, String separator) {
        Map<Group, List<String>> groups = new LinkedHashMap<>();
        for (ReasonPhrase reasonPhrase : phrases) {
            // What has no verb is a sentence of its own, and its object the key.
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
        // Packages, bundles, services; what is named by its namespace has no plural.
        String verbs = verb.matches(".* (package|bundle|service)") ? verb + "s" : verb;
        return verbs + " " + String.join(", ", named) + (left == 0 ? "" : " and " + left + " more");
    }
}
