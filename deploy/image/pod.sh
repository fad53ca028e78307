# Part of check: runs two Pods of the Helm chart on this image, by `podman kube play`. Podman knows no probes of gRPC and no
# preStop, so this asks as the kubelet would, and stops as it does. It publishes each port, so here on loopback only.

tools=$PWD/deploy/kubernetes/target/tools
helm=$tools/helm/helm
kubectl=$tools/kubectl/kubectl
[ -x "$helm" ] && [ -x "$kubectl" ] || deploy/kubernetes/check >"$work/said" 2>&1 || { cat "$work/said" && exit 1; }
echo

play() { # RELEASE PORT
    cp "$work/jars/old.jar" "$work/sample.jar"
    {
        "$kubectl" create configmap "jars-$1" --from-file="$work/sample.jar" --dry-run=client --output yaml
        echo ---
        "$helm" template "$1" deploy/kubernetes/chart --set "fullnameOverride=$1,code.configMap=jars-$1,replicas=1" \
            --set image.repository=localhost/funclet,image.tag=latest
    } | sed "s/^\( *\)containerPort: 50051$/&\n\1hostPort: $2\n\1hostIP: 127.0.0.1/; s/: temporary$/: temporary-$1/" >"$work/$1.yaml"
    # Elsewhere, because it would take the directory "funclet" of a checkout for the source of the image.
    (cd "$work" && podman kube play --replace "$work/$1.yaml")
}
podman rm --force --time 0 one >/dev/null 2>&1 || :
for release in one:50061 two:50062; do
    expect "pod ${release%:*}: plays" play "${release%:*}" "${release#*:}"
    expect "pod ${release%:*}: SERVING" /usr/bin/python3 $here/caller.py health 30 "127.0.0.1:${release#*:}"
    expect "pod ${release%:*}: serves the ConfigMap's jar" await "${release%:*}-pod-0-funclet" 'deployed .*sample.jar'
done
equal "pod: gains no privilege" "$(podman exec one-pod-0-funclet sh -c 'sed -n "s/NoNewPrivs:.//p; s/CapBnd:.//p" /proc/1/status' | paste -sd' ')" "0000000000000000 1"

rm -f "$work/end"
/usr/bin/python3 $here/caller.py balanced "$work/end" 127.0.0.1:50061,127.0.0.1:50062 >"$work/meanwhile" 2>&1 &
calls=$!
calling "$work/meanwhile"
# As the kubelet: a new file takes the place of the old one.
volume=$(podman volume inspect --format '{{.Mountpoint}}' jars-one)
cp "$work/jars/new.jar" "$volume/.part" && mv "$volume/.part" "$volume/sample.jar"
expect "pod one: a changed ConfigMap is served" await one-pod-0-funclet 'updated .*sample.jar'
podman pod stop --time 35 one-pod-0 >/dev/null 2>&1
equal "pod one: exit status" "$(field one-pod-0-funclet '{{.State.ExitCode}}')" 0
sleep 1
touch "$work/end"
wait $calls && ok "calls over both meanwhile, and failed: $(tail -n 1 "$work/meanwhile")" || { fail "calls while a pod stops"; tail -n 5 "$work/meanwhile"; }
