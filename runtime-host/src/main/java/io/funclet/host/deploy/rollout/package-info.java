/** Updates that prove themselves: old versions that stay for a while, and what is kept and taken back. */
package io.funclet.host.deploy.rollout;
