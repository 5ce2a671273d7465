using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.GarbageCollection;

/// <summary>One object of any kind.</summary>
internal sealed record Member(Resource Resource, JsonObject Object)
{
    public string Uid => Object.Uid;

    /// <summary>The uids of its owners; of those whose deletion it holds up when <paramref name="blocking"/>.</summary>
    public IEnumerable<string> Owners(bool blocking = false) =>
        Object.Objects("metadata", "ownerReferences").Where(owner => !blocking || owner.Flag("blockOwnerDeletion")).Select(owner => owner.Text("uid") ?? "");
}

/// <summary>Who owns whom, by uid, over everything the API holds.</summary>
internal sealed class OwnerGraph
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Member> _members = [];
    private readonly Dictionary<string, HashSet<string>> _dependents = [];

    // A uid never comes back, so what went stays known as gone, also when its kind is no longer served.
    private readonly HashSet<string> _gone = [];

    public void Put(Member member)
    {
        lock (_lock)
        {
            Unlink(member.Uid);
            _members[member.Uid] = member;
            foreach (var owner in member.Owners()) (_dependents.TryGetValue(owner, out var uids) ? uids : _dependents[owner] = []).Add(member.Uid);
        }
    }

    public void Remove(string uid)
    {
        lock (_lock)
        {
            Unlink(uid);
            _members.Remove(uid);
            _gone.Add(uid);
        }
    }

    public bool IsGone(string uid)
    {
        lock (_lock) return _gone.Contains(uid);
    }

    public Member? Find(string uid)
    {
        lock (_lock) return _members.GetValueOrDefault(uid);
    }

    public IReadOnlyList<Member> Dependents(string uid)
    {
        lock (_lock) return _dependents.TryGetValue(uid, out var uids) ? [.. uids.Select(dependent => _members[dependent])] : [];
    }

    private void Unlink(string uid)
    {
        if (!_members.TryGetValue(uid, out var known)) return;
        foreach (var owner in known.Owners())
            if (_dependents.TryGetValue(owner, out var uids) && uids.Remove(uid) && uids.Count == 0) _dependents.Remove(owner);
    }
}
