using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace k8s;

/// <summary>What a watch reports about an object.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WatchEventType>))]
public enum WatchEventType
{
    [EnumMember(Value = "ADDED")]
    Added = 0,

    [EnumMember(Value = "MODIFIED")]
    Modified = 1,

    [EnumMember(Value = "DELETED")]
    Deleted = 2,

    [EnumMember(Value = "ERROR")]
    Error = 3,

    [EnumMember(Value = "BOOKMARK")]
    Bookmark = 4,
}
