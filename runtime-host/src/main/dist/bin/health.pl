#!/usr/bin/perl
# `funclet health [FUNCTION]` without a JVM: asks grpc.health.v1 by the control socket of the one runtime of this user.
#
# Engines ask each few seconds, in containers without room for a second JVM. Uses what Debian's perl-base has.
# Exit status: 0 SERVING, 1 not, 3 if the JVM's own command has to look or to explain.

use strict;
use warnings;
use File::Glob ':bsd_glob';
use Socket;

my $function = $ARGV[0] // '';
exit 3 if length $function > 100; # so that each length is one byte

sub fail {
    print STDERR "funclet: @_\n";
    exit 1;
}

# As ControlConfig and WorkDirectory have them. A directory of another user may imitate a runtime.
my $told = $ENV{FUNCLET_CONTROL} // '';
my @places = (split(/:/, $ENV{RUNTIME_DIRECTORY} // ''), $ENV{XDG_RUNTIME_DIR} || (), '/tmp');
my @found = $told =~ m{/} ? $told : map { bsd_glob("$_/funclet-[0-9]*-[0-9]*/control") } @places;
my @sockets;
for my $path (@found) {
    my $owner = (lstat $path =~ s{/[^/]*$}{}r)[4];
    next unless $path eq $told || $> == 0 || defined $owner && $owner == $>;
    socket my $socket, AF_UNIX, SOCK_STREAM, 0 or fail("no socket: $!");
    # A killed process leaves its file.
    push @sockets, $socket if eval { connect $socket, pack_sockaddr_un($path) };
}
exit 3 if @sockets != 1;
my $socket = $sockets[0];

$SIG{ALRM} = sub { fail('the runtime has not responded within 10 s') };
$SIG{PIPE} = 'IGNORE';
alarm 10;

# HTTP/2 (RFC 9113) with uncompressed headers (RFC 7541): a frame has its length, type, flags and stream.
sub text { pack 'C/a*', $_[0] }
sub frame { my ($type, $flags, $stream, $payload) = @_; substr(pack('N', length $payload), 1) . pack('CCNa*', $type, $flags, $stream, $payload) }

my $headers = "\x83\x86" # POST, http
    . "\x04" . text('/grpc.health.v1.Health/Check') . "\x01" . text('localhost')
    . "\x0f\x10" . text('application/grpc') . "\0" . text('te') . text('trailers');
my $request = $function eq '' ? '' : "\x0a" . text($function);
syswrite $socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" . frame(4, 0, 0, '') . frame(1, 4, 1, $headers)
    . frame(0, 1, 1, pack('CN/a*', 0, $request)) or fail("the runtime does not listen: $!");

sub take {
    my ($length, $taken) = ($_[0], '');
    while (length $taken < $length) {
        sysread $socket, $taken, $length - length $taken, length $taken or fail('the runtime has ended');
    }
    return $taken;
}

my $response = '';
while (1) {
    my ($high, $low, $type, $flags, $stream) = unpack 'CnCCN', take(9);
    my $payload = take(($high << 16) + $low);
    next unless $stream == 1;
    $response .= $payload if $type == 0;
    last if $type == 3 || $type < 2 && $flags & 1;
}
# Without a message, its trailers say why not.
exit 3 if length $response < 5;
my %names = ("\x08\x01" => 'SERVING', "\x08\x02" => 'NOT_SERVING');
my $status = $names{substr $response, 5} // 'UNKNOWN';
print "$status\n";
exit($status eq 'SERVING' ? 0 : 1);
