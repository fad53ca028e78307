package io.funclet.host.framework.requirement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ResolverMessageTest {

    @Test
    void packageOfTwoBundles_isSaidWithBoth() {
        assertEquals(
                "would get package p from it.second and, by way of what else it imports, from it.first: it cannot have both",
                ResolverMessage.words(
                        "Uses constraint violation. Unable to resolve resource it.user [it.user [9](R 9.0)]"
                                + " because it is exposed to package 'p' from resources it.second [it.second [8](R 8.0)] and"
                                + " it.first [it.first [7](R 7.0)] via two dependency chains.\n\nChain 1:\n  it.user"));
    }

    @Test
    void packageOfItsOwn_isSaidWithTheOther() {
        assertEquals(
                "exports package p, and would get it, by way of what it imports, from it.first: it cannot have both",
                ResolverMessage.words(
                        "Uses constraint violation. Unable to resolve resource it.user [it.user [9](R 9.0)]"
                                + " because it exports package 'p' and is also exposed to it from resource it.first"
                                + " [it.first [7](R 7.0)] via the following dependency chain:\n\n  it.user"));
    }

    @Test
    void otherMessages_areSaidAsTheyAre_onOneLine() {
        assertEquals("does not resolve: Something else", ResolverMessage.words("Something else\nand more"));
    }
}
