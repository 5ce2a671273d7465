namespace InferOps.Runtime.Server.Chat;

/// <summary>For models that were trained without a system role.</summary>
internal static class SystemMessages
{
    /// <summary>Puts what the system says before what the user says next; where no user follows, it becomes a user's message.</summary>
    public static IReadOnlyList<Message> MergedIntoUsers(IReadOnlyList<Message> messages)
    {
        var merged = new List<Message>(messages.Count);
        var said = new List<string>();
        foreach (var message in messages)
        {
            if (message.Role == Roles.System)
            {
                said.Add(message.Content);
            }
            else if (message.Role == Roles.User && said.Count > 0)
            {
                merged.Add(message with { Content = string.Join("\n\n", [.. said, message.Content]) });
                said.Clear();
            }
            else
            {
                merged.Add(message);
            }
        }

        if (said.Count > 0) merged.Add(new Message(Roles.User, string.Join("\n\n", said)));
        return merged;
    }
}
