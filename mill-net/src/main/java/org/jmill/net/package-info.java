/// Sockets for coroutines: TCP, UDP, UNIX and TLS, and the resolution of names.
package org.jmill.net;
