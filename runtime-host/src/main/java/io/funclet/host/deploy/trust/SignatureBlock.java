package io.funclet.host.deploy.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What a signature block (PKCS #7 SignedData, RFC 5652) says of itself, and Java does not tell: the digest of each of its
 * signatures, and whether it carries a signature file of its own, which Java would read in place of that in the jar.
 *
 * @param digests the object identifiers of the digests, encoded, in hexadecimal digits
 */
record SignatureBlock(boolean carriesContent, List<String> digests) {

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int FIRST_OPTION = 0xA0;
    private static final int SECOND_OPTION = 0xA1;

    /** One value of the encoding: its content is between two places. */
    private record Element(byte[] bytes, int tag, int begin, int end) {

        /** @throws IllegalArgumentException if there is none, or it has no definite length */
        static Element at(byte[] bytes, int start, int limit) {
            if (start + 2 > limit) {
                throw new IllegalArgumentException("it ends too early");
            }
            int length = bytes[start + 1] & 0xFF;
            int begin = start + 2;
            if (length >= 0x80) {
                int octets = length & 0x7F;
                if (octets == 0 || octets > 3 || begin + octets > limit) {
                    throw new IllegalArgumentException("it has a length that is not that of DER");
                }
                length = 0;
                for (int i = 0; i < octets; i++) {
                    length = length << 8 | bytes[begin + i] & 0xFF;
                }
                begin += octets;
            }
            if (begin + length > limit) {
                throw new IllegalArgumentException("it ends too early");
            }
            return new Element(bytes, bytes[start] & 0xFF, begin, begin + length);
        }

        List<Element> children() {
            List<Element> children = new ArrayList<>();
            for (int at = begin; at < end; at = children.get(children.size() - 1).end) {
                children.add(at(bytes, at, end));
            }
            return children;
        }

        Element child(int index, int expected) {
            List<Element> children = children();
            if (index >= children.size() || children.get(index).tag != expected) {
                throw new IllegalArgumentException("it is no signed data");
            }
            return children.get(index);
        }

        String hex() {
            return HexFormat.of().formatHex(Arrays.copyOfRange(bytes, begin, end));
        }
    }

    /** @throws IllegalArgumentException if it cannot be read; the message says why */
    static SignatureBlock of(byte[] bytes) {
        Element info = Element.at(bytes, 0, bytes.length);
        Element data = info.child(1, FIRST_OPTION).child(0, SEQUENCE);
        boolean carries = data.child(2, SEQUENCE).children().size() > 1;
        List<Element> parts =
                new ArrayList<>(data.children().subList(3, data.children().size()));
        parts.removeIf(part -> part.tag() == FIRST_OPTION || part.tag() == SECOND_OPTION);
        if (info.end() != bytes.length || parts.size() != 1 || parts.get(0).tag() != SET) {
            throw new IllegalArgumentException("it is no signed data");
        }
        List<String> digests = new ArrayList<>();
        for (Element signature : parts.get(0).children()) {
            // Version and signer come first.
            signature.child(0, INTEGER);
            digests.add(signature.child(2, SEQUENCE).children().get(0).hex());
        }
        return new SignatureBlock(carries, digests);
    }
}
