#!/bin/sh
# Surprise: jarsigner adds a second signature to a signed jar, says "jar signed." and ends with status 0. From then on the jar
# cannot be verified or loaded, because the first signature does not fit the manifest any more. It happens if the two take
# different digests. jarsigner takes SHA-256 up to Java 18, and SHA-384 from Java 19 on. So a vendor and an integrator who use
# different JDKs, and no option, make a jar that no Java accepts.
#
# What most would guess: signatures of a jar do not depend on each other; or jarsigner checks what it writes.
#
# Why: the second signature adds its digest to the section of each entry in the manifest. The first signature is of these
# sections. With -digestalg as the first signature has it, the manifest stays as it is.
#
# Versions: OpenJDK 17.0.15 and Temurin 25.0.3. Source: jdk.security.jarsigner.JarSigner, sign0; sun.security.util
# .SignatureFileVerifier, verifySection.
#
# Needs a JDK (keytool, jar and jarsigner in the PATH, or JAVA_HOME). Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

for name in vendor integrator; do
    keytool -genkeypair -keystore keys.p12 -storepass changeit -alias $name -keyalg EC -groupname secp256r1 \
        -dname CN=$name > keytool.log 2>&1
done
echo text > entry.txt

# signed_twice DIGEST-OF-THE-SECOND
signed_twice() {
    jar cf signed.jar entry.txt
    jarsigner -keystore keys.p12 -storepass changeit -digestalg SHA-256 signed.jar vendor > sign.log
    jarsigner -keystore keys.p12 -storepass changeit -digestalg "$1" signed.jar integrator > sign.log
    grep -q '^jar signed' sign.log
    jarsigner -verify signed.jar > verify.log 2>&1 || true
}

signed_twice SHA-256
grep -q '^jar verified' verify.log
echo "the same digest: verified"

signed_twice SHA-384
grep 'invalid SHA-256 signature file digest for entry.txt' verify.log
echo "another digest: jarsigner said that the jar is signed"
