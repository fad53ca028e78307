/** What a library lacks of which a bundle has only some packages, copied by a build tool. */
package io.funclet.host.framework.copied;
